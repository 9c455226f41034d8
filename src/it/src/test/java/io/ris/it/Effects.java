package io.ris.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Side effects of commands on disk: each run of a command appends one line with its label to a file, so that what ran
 * twice, or never, can be counted. A gate is a file for which a command waits.
 */
final class Effects {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String WAIT_FOR_GATE = "while [ ! -e \"$3\" ]; do sleep 0.05; done; ";
    private static final String APPEND = "echo \"$1\" >> \"$2\"; ";

    private final Path directory = Scratch.directory("effects");
    private final Path done = directory.resolve("done");
    private final Path begun = directory.resolve("begun");

    /** Has its effect and ends. */
    Submission append(String client, String label) {
        return Submission.script(client, APPEND, label, done.toString());
    }

    /** Has its effect after a while. */
    Submission appendAfter(String client, String label, double seconds) {
        return Submission.script(client, "sleep \"$3\"; " + APPEND, label, done.toString(), Double.toString(seconds));
    }

    /** Writes more than fits into a result, so that it is streamed, and has its effect after a while. */
    Submission appendBehindOutput(String client, String label) {
        return Submission.script(
                client, "head -c 70000 /dev/zero | tr '\\0' .; sleep 0.5; " + APPEND, label, done.toString());
    }

    /**
     * Tells that it began with {@link #awaitBegun}, waits until the gate of its label opens, has its effect, prints
     * {@code begun} and {@code done} and ends with an exit code.
     */
    Submission appendBehindGate(String client, String label, int exitCode) {
        return Submission.script(
                client,
                "echo \"$1 $$\" >> \"$4\"; echo begun; " + WAIT_FOR_GATE + APPEND + "echo done; exit \"$5\"",
                label,
                done.toString(),
                gate(label).toString(),
                begun.toString(),
                Integer.toString(exitCode));
    }

    void openGate(String label) {
        try {
            Files.createFile(gate(label));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path gate(String label) {
        return directory.resolve("gate-" + label);
    }

    /** Waits until a command behind a gate runs and returns its process id. */
    long awaitBegun(String label) {
        return await("begin of " + label)
                .atMost(LIMIT)
                .until(
                        () -> Scratch.read(begun)
                                .lines()
                                .filter(line -> line.startsWith(label + " "))
                                .findFirst(),
                        Optional::isPresent)
                .map(line -> Long.parseLong(line.substring(label.length() + 1)))
                .orElseThrow();
    }

    void awaitDone(String label) {
        await("effect of " + label).atMost(LIMIT).until(() -> count(label) > 0);
    }

    void awaitAtLeast(int effects) {
        await(effects + " effects").atMost(LIMIT).until(() -> total() >= effects);
    }

    long total() {
        return Scratch.read(done).lines().count();
    }

    long count(String label) {
        return counts().getOrDefault(label, 0L);
    }

    /** How often a command behind a gate began. */
    long begins(String label) {
        return Scratch.read(begun)
                .lines()
                .filter(line -> line.startsWith(label + " "))
                .count();
    }

    /** How often each label had its effect. */
    Map<String, Long> counts() {
        return Scratch.read(done).lines().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
