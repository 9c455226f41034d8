package io.ris.cli.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Remembers a process across the life of the one that started it: its id, and its start so that a reused id does not count. */
public final class PidFile {

    private final Path file;

    /** @param file where the process is remembered */
    public PidFile(Path file) {
        this.file = file;
    }

    /** Remembers a process. */
    public void write(ProcessHandle process) throws IOException {
        PrivateFile.write(file, process.pid() + " " + startMillis(process) + "\n");
    }

    /** Forgets it. */
    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /** The remembered process, if it still runs. */
    public Optional<ProcessHandle> findRunning() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String[] fields = Files.readString(file).strip().split(" ", 2);
        if (fields.length != 2 || !fields[0].matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(fields[0]))
                .filter(ProcessHandle::isAlive)
                .filter(process -> fields[1].equals(Long.toString(startMillis(process))));
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
