package io.ris.agent.telemetry;

import io.ris.agent.loop.EventLoop;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.HubFrame;
import io.ris.protocol.report.Collector;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Has the machine looked at, at the interval that the hub asks for, while there is a connection. A turn that comes while the one
 * before still looks is left out. Confined to the event loop.
 */
public final class Telemetry {

    private static final Logger LOG = System.getLogger(Telemetry.class.getName());

    /** Share of the interval over which first reports are spread: agents that come back together do not report together. */
    private static final double SPREAD = 0.2;

    private final Observation observation;
    private final Predicate<Collector> permitted;
    private final EventLoop loop;
    private final Executor workers;
    private final RandomGenerator random;
    private final Consumer<AgentFrame.Report> outlet;
    private Set<Collector> wanted = Set.of();
    private EventLoop.@Nullable Timer next;
    private boolean looking;

    /** Looks at the machine; may take its time. */
    @FunctionalInterface
    interface Observation {

        AgentFrame.Report report(Set<Collector> wanted) throws InterruptedException;
    }

    Telemetry(
            Observation observation,
            Predicate<Collector> permitted,
            EventLoop loop,
            Executor workers,
            RandomGenerator random,
            Consumer<AgentFrame.Report> outlet) {
        this.observation = observation;
        this.permitted = permitted;
        this.loop = loop;
        this.workers = workers;
        this.random = random;
        this.outlet = outlet;
    }

    /**
     * Telemetry that has not begun.
     *
     * @param permitted what the machine's policy lets be looked at
     * @param workers runs what may take its time
     * @param outlet takes each report, on the loop
     */
    public static Telemetry of(
            Reporter reporter,
            Predicate<Collector> permitted,
            EventLoop loop,
            Executor workers,
            RandomGenerator random,
            Consumer<AgentFrame.Report> outlet) {
        return new Telemetry(reporter::report, permitted, loop, workers, random, outlet);
    }

    /**
     * There is a connection.
     *
     * @param wish what its hub wants; null for nothing
     */
    public void welcomed(HubFrame.@Nullable Telemetry wish) {
        disconnected();
        wanted = wish == null ? Set.of() : permitted(wish.collectors());
        if (wish != null && !wanted.isEmpty()) {
            Duration first = Duration.ofMillis((long) (wish.interval().toMillis() * SPREAD * random.nextDouble()));
            next = loop.schedule(first, () -> turn(wish.interval()));
        }
    }

    /** What a later hub may want, this agent does not know. */
    private Set<Collector> permitted(List<String> names) {
        Set<Collector> collectors = EnumSet.noneOf(Collector.class);
        names.forEach(name -> Collector.find(name).filter(permitted).ifPresent(collectors::add));
        return Collections.unmodifiableSet(collectors);
    }

    /** There is no connection. */
    public void disconnected() {
        wanted = Set.of();
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    /** What is being looked at, by its names; empty where nothing is reported. */
    public List<String> inForce() {
        return wanted.stream().map(Collector::text).toList();
    }

    private void turn(Duration interval) {
        next = loop.schedule(interval, () -> turn(interval));
        if (looking) {
            LOG.log(Level.DEBUG, "a report is left out: the machine is still being looked at");
            return;
        }
        looking = true;
        Set<Collector> now = wanted;
        workers.execute(new FutureTask<>(() -> observation.report(now)) {
            @Override
            protected void done() {
                loop.execute(() -> looked(this));
            }
        });
    }

    private void looked(Future<AgentFrame.Report> report) {
        looking = false;
        if (report.state() == Future.State.FAILED) {
            failed(report.exceptionNow());
        } else if (!wanted.isEmpty()) {
            outlet.accept(report.resultNow());
        }
    }

    private static void failed(Throwable why) {
        if (why instanceof Error broken) {
            throw broken; // after which nothing of this process can be relied on
        }
        LOG.log(Level.ERROR, "the machine cannot be looked at", why);
    }
}
