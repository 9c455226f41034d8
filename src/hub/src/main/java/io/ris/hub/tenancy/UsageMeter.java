package io.ris.hub.tenancy;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what tenants use: in memory, written every few seconds and when the hub stops. A killed node loses what it has
 * counted since. Thread-safe.
 */
@HubService
public class UsageMeter {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final UsageRepository usage;
    private final TenantRounds rounds;
    private final RepeatedWork repeated;
    private final Clock clock;
    private final Map<TenantCode, Counters> counters = new ConcurrentHashMap<>();

    @Inject
    UsageMeter(UsageRepository usage, TenantRounds rounds, RepeatedWork repeated, Clock clock) {
        this.usage = usage;
        this.rounds = rounds;
        this.repeated = repeated;
        this.clock = clock;
    }

    private record Counters(LongAdder tasks, LongAdder bytesIn, LongAdder bytesOut) {

        Counters() {
            this(new LongAdder(), new LongAdder(), new LongAdder());
        }

        Amount take() {
            return new Amount(tasks.sumThenReset(), bytesIn.sumThenReset(), bytesOut.sumThenReset());
        }

        void add(Amount amount) {
            tasks.add(amount.tasks());
            bytesIn.add(amount.bytesIn());
            bytesOut.add(amount.bytesOut());
        }
    }

    /**
     * What was used.
     *
     * @param tasks submitted
     * @param bytesIn from agents
     * @param bytesOut in answers to requests
     */
    record Amount(long tasks, long bytesIn, long bytesOut) {

        static final Amount NONE = new Amount(0, 0, 0);

        boolean isNothing() {
            return tasks == 0 && bytesIn == 0 && bytesOut == 0;
        }
    }

    void begin(@Observes @Priority(StartupOrder.TENANTS) Startup startup) {
        repeated.every(INTERVAL, "writing usage", this::write);
    }

    void end(@Observes @Priority(StartupOrder.STOP_NODE) Shutdown shutdown) {
        write();
    }

    /** A task was submitted. */
    public void task(TenantCode tenant) {
        of(tenant).tasks().increment();
    }

    /** An agent has sent something. */
    public void received(TenantCode tenant, long bytes) {
        of(tenant).bytesIn().add(bytes);
    }

    /** A request was answered. */
    public void answered(TenantCode tenant, long bytes) {
        of(tenant).bytesOut().add(bytes);
    }

    /** What the tenant in scope has used today, as far as this node knows. */
    Amount today() {
        write(TenantScope.require());
        return usage.find(day());
    }

    private Counters of(TenantCode tenant) {
        return counters.computeIfAbsent(tenant, code -> new Counters());
    }

    private void write() {
        rounds.forEach("writing usage", List.copyOf(counters.keySet()), this::write);
    }

    private void write(TenantCode tenant) {
        Amount more = of(tenant).take();
        if (more.isNothing()) {
            return;
        }
        try {
            usage.add(day(), more);
        } catch (RuntimeException e) {
            of(tenant).add(more); // for the next time
            throw e;
        }
    }

    private LocalDate day() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
