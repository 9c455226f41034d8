package io.ris.hub.audit.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A file of lines, each behind a MAC over itself and the MAC before it: a line that was changed, removed or moved shows.
 * Lines are on disk when {@link #append} returns. Not thread-safe.
 */
final class SealedLines {

    private static final int MAC_LENGTH = 64;

    private final Path file;
    private final ChainKey key;
    private String lastMac = "";
    private int damaged;

    SealedLines(Path file, ChainKey key) {
        this.file = file;
        this.key = key;
    }

    /** Reads the lines that are as they were written; what a crash left unfinished at the end is cut off. */
    List<String> read() {
        List<String> lines = new ArrayList<>();
        try {
            if (!Files.exists(file)) {
                return lines;
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n') + 1;
            text.substring(0, end).lines().forEach(line -> take(line, lines));
            truncate(text.substring(0, end).getBytes(StandardCharsets.UTF_8).length);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return lines;
    }

    private void take(String line, List<String> lines) {
        boolean whole = line.length() > MAC_LENGTH
                && line.charAt(MAC_LENGTH) == ' '
                && ChainKey.same(mac(line.substring(MAC_LENGTH + 1)), line.substring(0, MAC_LENGTH));
        if (whole) {
            lines.add(line.substring(MAC_LENGTH + 1));
        } else {
            damaged++;
        }
        lastMac = line.substring(0, Math.min(MAC_LENGTH, line.length()));
    }

    private String mac(String line) {
        return key.mac(
                CanonicalForm.of(file.getFileName().toString()).add(lastMac).add(line));
    }

    /** How many lines were not as they were written when the file was read. */
    int damaged() {
        return damaged;
    }

    long size() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds lines at the end. */
    void append(List<String> lines) {
        write(lines, file);
    }

    /** Puts lines in the place of all that there are: after a crash there are the old ones or the new. */
    void replace(List<String> lines) {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(next);
            lastMac = "";
            damaged = 0;
            write(lines, next);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(List<String> lines, Path target) {
        StringBuilder text = new StringBuilder();
        String before = lastMac;
        for (String line : lines) {
            lastMac = mac(line);
            text.append(lastMac).append(' ').append(line).append('\n');
        }
        try {
            write(text.toString().getBytes(StandardCharsets.UTF_8), target);
        } catch (IOException e) {
            lastMac = before;
            throw new UncheckedIOException("cannot write " + target, e);
        }
    }

    private static void write(byte[] bytes, Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(
                target,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            long end = channel.size();
            try {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                channel.position(end);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            } catch (IOException e) {
                channel.truncate(end);
                throw e;
            }
        }
    }

    private void truncate(long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }
}
