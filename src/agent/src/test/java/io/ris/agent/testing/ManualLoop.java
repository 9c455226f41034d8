package io.ris.agent.testing;

import io.ris.agent.loop.EventLoop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/** An event loop and a clock that move only when a test says so. For one thread. */
public final class ManualLoop extends Clock implements EventLoop {

    private final Queue<Runnable> ready = new ArrayDeque<>();
    private final List<Delayed> delayed = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    private record Delayed(Instant due, Runnable action) {}

    @Override
    public void execute(Runnable action) {
        ready.add(action);
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        Delayed entry = new Delayed(now.plus(delay), action);
        delayed.add(entry);
        return () -> delayed.remove(entry);
    }

    /** Runs what is ready, and what that makes ready. */
    public void run() {
        while (!ready.isEmpty()) {
            ready.remove().run();
        }
    }

    /** Lets time pass, in steps from one due action to the next. */
    public void advance(Duration duration) {
        Instant end = now.plus(duration);
        run();
        while (true) {
            Delayed next = delayed.stream()
                    .filter(entry -> !entry.due().isAfter(end))
                    .min(Comparator.comparing(Delayed::due))
                    .orElse(null);
            if (next == null) {
                break;
            }
            delayed.remove(next);
            now = next.due();
            next.action().run();
            run();
        }
        now = end;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
