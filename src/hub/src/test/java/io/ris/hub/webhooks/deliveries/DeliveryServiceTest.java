package io.ris.hub.webhooks.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.cluster.HubNode;
import io.ris.hub.platform.persistence.NativeStore;
import io.ris.hub.testing.ManualClock;
import io.ris.hub.webhooks.subscriptions.TestWebhooks;
import io.ris.hub.webhooks.subscriptions.Webhook;
import io.ris.hub.webhooks.subscriptions.WebhookService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Shutdown;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a dispatcher that has stopped: what is stored waits. */
class DeliveryServiceTest {

    private static final int MOST = 8;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private NativeStore store;
    private DeliveryRepository repository;
    private DeliveryDispatcher dispatcher;
    private DeliveryService deliveries;
    private Webhook slow;
    private Webhook quick;

    private record NoThreads() implements ManagedThreadFactory {

        @Override
        public Thread newThread(Runnable work) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
            throw new AssertionError("nothing is sent");
        }
    }

    @BeforeEach
    void open(@TempDir Path directory) throws InterruptedException {
        store = new NativeStore(directory);
        TenantScope.enter(new TenantCode("default"));
        WebhookService webhooks = TestWebhooks.in(store.store(), clock);
        repository = new DeliveryRepository(store.store(), new HubNode());
        dispatcher = new DeliveryDispatcher(repository, null, null, null, null, null, clock, new NoThreads(), 4);
        dispatcher.stop(new Shutdown());
        deliveries = new DeliveryService(
                repository, dispatcher, webhooks, null, null, null, clock, MOST, Duration.ofDays(7));
        slow = TestWebhooks.made(webhooks);
        quick = TestWebhooks.made(webhooks);
    }

    @AfterEach
    void close() {
        TenantScope.leave();
        store.close();
    }

    private void add(Webhook webhook, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(deliveries
                            .add(webhook, "event-" + i, "alert.firing", "{}")
                            .state())
                    .isEqualTo(DeliveryState.PENDING);
        }
    }

    private void bury(Webhook webhook, int count) {
        for (int i = 0; i < count; i++) {
            Delivery delivery = Delivery.of(webhook.id(), "dead-" + i, "alert.firing", "{}", clock.instant());
            repository.bury(delivery.dead("attempts_used_up", clock.instant()));
        }
    }

    @Test
    void aReceiverThatTakesNothingLeavesTheOthersTheirShare() {
        add(slow, 6);
        bury(slow, 1);
        assertThatExceptionOfType(HubException.Unavailable.class)
                .isThrownBy(() -> deliveries.replay(slow, "dead-0"))
                .satisfies(full -> assertThat(full.type().slug()).isEqualTo("queue_full"));
        assertThat(deliveries.require(slow, "dead-0").state()).isEqualTo(DeliveryState.DEAD);

        add(quick, 1);
        bury(quick, 2);
        assertThat(deliveries.replay(quick, "dead-0").state()).isEqualTo(DeliveryState.PENDING);
        assertThatExceptionOfType(HubException.Unavailable.class)
                .as("its share is used up, too")
                .isThrownBy(() -> deliveries.replay(quick, "dead-1"));
    }

    @Test
    void deadLettersAreReplayedAsFarAsThereIsRoom() {
        bury(slow, 10);
        assertThat(deliveries.replayDead(slow)).isEqualTo(new DeliveryService.Replayed(6, 4));
        assertThat(deliveries.replayDead(slow)).isEqualTo(new DeliveryService.Replayed(0, 4));
        bury(quick, 3);
        assertThat(deliveries.replayDead(quick)).isEqualTo(new DeliveryService.Replayed(2, 1));
    }

    @Test
    void whatWaitsIsDueOnceItIsReplayed() {
        add(quick, 1);
        Instant now = clock.instant();
        Delivery claimed = repository
                .claim(Delivery.id(quick.id(), "event-0"), now, now.plusSeconds(20))
                .orElseThrow();
        assertThat(deliveries.replay(quick, "event-0").leaseUntil())
                .as("it is under way")
                .isNotNull();
        repository.putBackHastened(claimed, claimed.waitingUntil(now.plusSeconds(3600)));

        clock.pass(Duration.ofSeconds(60));
        assertThat(deliveries.replay(quick, "event-0").nextAt()).isEqualTo(clock.instant());
        assertThat(repository.unclaimed(clock.instant()))
                .extracting(DeliveryLanes.Due::at)
                .containsExactly(clock.instant());
    }
}
