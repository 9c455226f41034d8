package io.ris.agent.testing;

import io.ris.protocol.CommandSpec;
import io.ris.protocol.HubFrame;
import io.ris.protocol.Priority;
import io.ris.protocol.TaskId;
import io.ris.protocol.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Offers and specs as tests need them. */
public final class Offers {

    public static final long EPOCH = FakeHub.EPOCH;

    private Offers() {}

    /** An offer that begins at once. */
    public static HubFrame.Offer started(String id, TaskSpec spec) {
        return offer(id, spec, EPOCH, Duration.ofMinutes(1), true);
    }

    /** An offer that waits for its start. */
    public static HubFrame.Offer waiting(String id, TaskSpec spec) {
        return offer(id, spec, EPOCH, Duration.ofMinutes(1), false);
    }

    /** An offer that begins at once, by a hub that keeps so many bytes of each stream. */
    public static HubFrame.Offer keeping(long outputLimit, String id, TaskSpec spec) {
        return offer(id, spec, EPOCH, Duration.ofMinutes(1), true, outputLimit);
    }

    public static HubFrame.Offer offer(String id, TaskSpec spec, long epoch, Duration timeout, boolean start) {
        return offer(id, spec, epoch, timeout, start, null);
    }

    private static HubFrame.Offer offer(
            String id, TaskSpec spec, long epoch, Duration timeout, boolean start, @Nullable Long outputLimit) {
        return new HubFrame.Offer(
                new TaskId(id),
                1,
                epoch,
                spec,
                timeout,
                Instant.parse("2030-01-01T00:00:00Z"),
                Priority.NORMAL,
                null,
                start,
                outputLimit);
    }

    public static CommandSpec command(String program, String... args) {
        return new CommandSpec(program, List.of(args), null, Map.of(), null, null);
    }

    /** A script for a shell, as an operator would have to ask for it. */
    public static CommandSpec shell(String script, String... args) {
        List<String> argv = new ArrayList<>(List.of("-c", script, "sh"));
        argv.addAll(List.of(args));
        return new CommandSpec("/bin/sh", argv, null, Map.of(), null, null);
    }
}
