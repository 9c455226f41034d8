package io.ris.hub.webhooks.deliveries;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.tenancy.TenantDeleted;
import io.ris.hub.tenancy.TenantRounds;
import io.ris.hub.tenancy.TenantService;
import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sends what is due, on threads of its own: they wait for receivers, and the server's are shared with requests. What this node
 * stores it knows at once, what others left it finds within seconds. Thread-safe.
 */
@HubService
class DeliveryDispatcher {

    private static final System.Logger LOG = System.getLogger(DeliveryDispatcher.class.getName());
    private static final Duration TURN = Duration.ofMillis(500);
    private static final Duration SCAN = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration LAST_SENDS = Duration.ofSeconds(3);
    private static final int PLACES_OF_WEBHOOK = 2;

    private final DeliveryRepository deliveries;
    private final DeliveryWork work;
    private final TenantRounds rounds;
    private final TenantService tenants;
    private final RepeatedWork repeated;
    private final WebhookMetrics metrics;
    private final Clock clock;
    private final DeliveryLanes lanes;
    private final ExecutorService senders;
    private volatile boolean stopped;

    @Inject
    DeliveryDispatcher(
            DeliveryRepository deliveries,
            DeliveryWork work,
            TenantRounds rounds,
            TenantService tenants,
            RepeatedWork repeated,
            WebhookMetrics metrics,
            Clock clock,
            ManagedThreadFactory threads,
            @ConfigProperty(name = "webhooks.concurrency") int places) {
        this.deliveries = deliveries;
        this.work = work;
        this.rounds = rounds;
        this.tenants = tenants;
        this.repeated = repeated;
        this.metrics = metrics;
        this.clock = clock;
        this.lanes = new DeliveryLanes(places, Math.max(1, places / 2), PLACES_OF_WEBHOOK);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                places, places, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        pool.allowCoreThreadTimeOut(true);
        this.senders = pool;
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        metrics.watch(lanes::waiting);
        repeated.every(SCAN, "looking for deliveries", () -> rounds.forAll("looking for deliveries", this::scan));
        repeated.every(TURN, "sending deliveries", this::turn);
    }

    void stop(@Observes @Priority(StartupOrder.STOP_WORK) Shutdown shutdown) throws InterruptedException {
        stopped = true;
        senders.shutdown();
        if (!senders.awaitTermination(LAST_SENDS.toMillis(), TimeUnit.MILLISECONDS)) {
            senders.shutdownNow(); // what is under way then is sent again after the next start
            senders.awaitTermination(LAST_SENDS.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void forget(@Observes TenantDeleted deleted) {
        lanes.forget(deleted.tenant());
    }

    private void scan(TenantCode tenant) {
        lanes.put(tenant, deliveries.unclaimed(clock.instant()));
    }

    /** This node has stored one more of the tenant in scope: it is sent at once if it is its turn. */
    void stored(Delivery delivery) {
        Instant due = delivery.nextAt();
        if (due != null) {
            lanes.add(TenantScope.require(), new DeliveryLanes.Due(delivery.id(), delivery.webhookId(), due));
            turn();
        }
    }

    /** How many deliveries to a webhook of the tenant in scope this node knows of; others' of the last few seconds it does not. */
    long open(String webhookId) {
        return lanes.open(TenantScope.require(), webhookId);
    }

    private void turn() {
        Optional<DeliveryLanes.Turn> next = stopped ? Optional.empty() : lanes.next(clock.instant());
        while (next.isPresent()) {
            hand(next.get());
            next = lanes.next(clock.instant());
        }
    }

    private void hand(DeliveryLanes.Turn turn) {
        try {
            senders.execute(() -> take(turn));
        } catch (RejectedExecutionException stopping) { // it waits in the store
            lanes.done(turn, Optional.empty());
        }
    }

    private void take(DeliveryLanes.Turn turn) {
        Optional<Instant> again = Optional.empty();
        try {
            if (tenants.findActive(turn.tenant()).isPresent()) {
                again = TenantScope.call(
                        turn.tenant(), () -> work.attempt(turn.due().id()));
            }
        } catch (RuntimeException e) { // claimed or not, the store has it, and a scan finds it
            LOG.log(System.Logger.Level.WARNING, "{0} is tried again later: {1}", turn.due(), e);
        } finally {
            lanes.done(
                    turn,
                    again.map(at ->
                            new DeliveryLanes.Due(turn.due().id(), turn.due().webhookId(), at)));
        }
        turn();
    }
}
