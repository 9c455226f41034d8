package io.ris.agent.execution;

import io.ris.agent.loop.EventLoop;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Looks at what runs now and then, as long as anything does: keeps output bounded and notices ends. */
final class OutputWatch {

    /** Output of a command that has run for this long is streamed as it comes. */
    static final Duration LASTING = Duration.ofMillis(200);

    private static final Logger LOG = System.getLogger(OutputWatch.class.getName());
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration INTERVAL_AT_OVERFLOW = Duration.ofMillis(5);

    private final Attempts attempts;
    private final EventLoop loop;
    private final Clock clock;
    private final Uplink uplink;
    private boolean watching;

    OutputWatch(Attempts attempts, EventLoop loop, Clock clock, Uplink uplink) {
        this.attempts = attempts;
        this.loop = loop;
        this.clock = clock;
        this.uplink = uplink;
    }

    /** To be called when an attempt begins to run. */
    void begin() {
        if (!watching) {
            watching = true;
            loop.schedule(INTERVAL, this::look);
        }
    }

    private void look() {
        List<Attempt> running = attempts.all().stream()
                .filter(attempt -> attempt.execution().isPresent())
                .toList();
        boolean overflowing = false;
        for (Attempt attempt : running) {
            overflowing |= tend(attempt);
            attempt.execution().ifPresent(Execution::poll);
        }
        watching = !running.isEmpty();
        if (watching) {
            loop.schedule(overflowing ? INTERVAL_AT_OVERFLOW : INTERVAL, this::look);
            uplink.wake();
        }
    }

    private boolean tend(Attempt attempt) {
        try {
            Instant now = clock.instant();
            boolean lasting = attempt.entry()
                    .started()
                    .filter(mark -> !now.isBefore(mark.at().plus(LASTING)))
                    .isPresent();
            return attempt.output().tend(lasting);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "output cannot be kept of " + attempt.entry().attempt(), e);
            return false;
        }
    }
}
