package io.ris.agent.journal;

import io.ris.agent.storage.AtomicFile;
import io.ris.protocol.TaskAttempt;
import io.ris.protocol.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The latest attempts that ran and were acknowledged, so that a late duplicate of their offer does not run them again.
 * An append-only file of one line each, rewritten when it holds twice as many as are kept.
 */
final class Tombstones {

    private static final Pattern LINE = Pattern.compile("[A-Za-z0-9_-]{1,64}#[1-9][0-9]{0,8}");

    private final Path file;
    private final int limit;
    private final Set<TaskAttempt> attempts = new LinkedHashSet<>();
    private int lines;

    private Tombstones(Path file, int limit) {
        this.file = file;
        this.limit = limit;
    }

    static Tombstones open(Path file, int limit) throws IOException {
        Tombstones opened = new Tombstones(file, limit);
        if (Files.exists(file)) {
            // A torn last line is an attempt whose directory is still there: skipping it loses nothing.
            Files.readAllLines(file).stream().filter(LINE.asMatchPredicate()).forEach(opened::remember);
        }
        opened.compact();
        return opened;
    }

    boolean contains(TaskAttempt attempt) {
        return attempts.contains(attempt);
    }

    void add(TaskAttempt attempt) throws IOException {
        if (!attempts.contains(attempt)) {
            remember(attempt.toString());
            Files.writeString(file, attempt + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        if (lines >= 2 * limit) {
            compact();
        }
    }

    private void remember(String line) {
        int separator = line.indexOf('#');
        attempts.add(new TaskAttempt(
                new TaskId(line.substring(0, separator)), Integer.parseInt(line.substring(separator + 1))));
        lines++;
        if (attempts.size() > limit) {
            attempts.remove(attempts.iterator().next());
        }
    }

    private void compact() throws IOException {
        StringBuilder kept = new StringBuilder();
        attempts.forEach(attempt -> kept.append(attempt).append('\n'));
        AtomicFile.write(file, kept.toString());
        lines = attempts.size();
    }
}
