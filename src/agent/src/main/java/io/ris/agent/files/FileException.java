package io.ris.agent.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Why a file could not be written or brought back. But for {@code outcome_unknown}, what was there before is there still. */
public final class FileException extends Exception {

    private final String code;

    /**
     * @param code stable error code of the task
     * @param message the reason in words
     */
    public FileException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** The file has taken its place, and the disk does not say that it stays there. */
    static FileException afterTheStep(Path file, IOException e) {
        return new FileException(
                "outcome_unknown", file + " was written, and may be lost with the machine's power: " + e.getMessage());
    }

    /** What the system says, as a stable code. */
    public static FileException of(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> new FileException("not_found", "there is no " + missing.getFile());
            case AccessDeniedException denied ->
                new FileException("permission_denied", "the agent's user may not use " + denied.getFile());
            case NotDirectoryException other -> new FileException("not_found", other.getFile() + " is no directory");
            default -> byWords(String.valueOf(e.getMessage()));
        };
    }

    /** The JDK has no types for these; its words are those of strerror(3). */
    private static FileException byWords(String words) {
        if (words.contains("No space left") || words.contains("quota exceeded")) {
            return new FileException("disk_full", words);
        }
        if (words.contains("Read-only file system")) {
            return new FileException("read_only", words);
        }
        if (words.contains("Not a directory")) {
            return new FileException("not_found", words);
        }
        if (words.contains("Operation not permitted")) {
            return new FileException("permission_denied", words);
        }
        return new FileException("io_error", words);
    }

    /** Stable error code of the task. */
    public String code() {
        return code;
    }
}
