package io.ris.hub.webhooks.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.cluster.HubNode;
import io.ris.hub.platform.persistence.NativeStore;
import io.ris.hub.platform.persistence.PageRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryRepositoryTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LEASE = NOW.plusSeconds(25);

    private NativeStore store;
    private DeliveryRepository here;
    private DeliveryRepository elsewhere;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = new NativeStore(directory);
        here = new DeliveryRepository(store.store(), new HubNode());
        elsewhere = new DeliveryRepository(store.store(), new HubNode());
        TenantScope.enter(new TenantCode("default"));
    }

    @AfterEach
    void close() {
        TenantScope.leave();
        store.close();
    }

    private static Delivery delivery(String event) {
        return Delivery.of("hook", event, "alert.firing", "{}", NOW);
    }

    private static Attempt refused() {
        return new Attempt(NOW, Duration.ofMillis(12), 500, null, "no");
    }

    private Delivery claimed(String event) {
        here.enqueue(delivery(event));
        return here.claim("hook/" + event, NOW, LEASE).orElseThrow();
    }

    private List<String> page(@Nullable DeliveryState state, int page, int perPage) {
        PageRequest request = new PageRequest(page, perPage, new PageRequest.Sort("created_at", true));
        return here.page("hook", state, request).items().stream()
                .map(Delivery::eventId)
                .toList();
    }

    @Test
    void whatIsToldTwiceIsStoredOnce() {
        assertThat(here.enqueue(delivery("e"))).isTrue();
        assertThat(elsewhere.enqueue(delivery("e"))).isFalse();
        Delivery claimed = here.claim("hook/e", NOW, LEASE).orElseThrow();
        here.end(claimed, claimed.delivered(NOW));
        assertThat(here.enqueue(delivery("e"))).as("it was delivered already").isFalse();
        assertThat(here.countOpen()).isZero();
    }

    @Test
    void twoNodesDoNotSendTheSame() {
        here.enqueue(delivery("e"));
        assertThat(here.claim("hook/e", NOW, LEASE)).isPresent();
        assertThat(elsewhere.claim("hook/e", NOW, LEASE)).isEmpty();
        assertThat(elsewhere.unclaimed(NOW)).isEmpty();
    }

    @Test
    void whatAKilledNodeHadIsFreeOnceItsLeaseIsOver() {
        Delivery lost = claimed("e");
        assertThat(elsewhere.unclaimed(LEASE)).hasSize(1);
        assertThat(elsewhere.claim("hook/e", LEASE, LEASE.plusSeconds(25))).isPresent();
        assertThat(here.putBack(lost, lost.waitingUntil(NOW))).isFalse();
        assertThat(here.end(lost, lost.delivered(NOW))).isFalse();
        assertThat(elsewhere.find("hook/e").orElseThrow().state()).isEqualTo(DeliveryState.PENDING);
    }

    @Test
    void whatIsDueLaterIsNotClaimedBefore() {
        Delivery claimed = claimed("e");
        Instant later = NOW.plusSeconds(60);
        assertThat(here.putBack(claimed, claimed.after(refused()).waitingUntil(later)))
                .isTrue();
        assertThat(here.claim("hook/e", later.minusMillis(1), LEASE)).isEmpty();
        Delivery again = here.claim("hook/e", later, later.plusSeconds(25)).orElseThrow();
        assertThat(again.tries()).isEqualTo(1);
        assertThat(again.attempts()).containsExactly(refused());
    }

    @Test
    void onlyTheLatestAttemptsAreKept() {
        Delivery delivery = delivery("e");
        for (int i = 0; i < 50; i++) {
            delivery = delivery.after(new Attempt(NOW.plusSeconds(i), Duration.ZERO, null, "timeout", null));
        }
        here.enqueue(delivery);
        Delivery read = here.find("hook/e").orElseThrow();
        assertThat(read.tries()).isEqualTo(50);
        assertThat(read.attempts()).hasSize(20).last().satisfies(last -> assertThat(last.at())
                .isEqualTo(NOW.plusSeconds(49)));
    }

    @Test
    void aDeadOneIsOpenAgainOnceItIsReplayed() {
        Delivery claimed = claimed("e");
        here.end(claimed, claimed.after(refused()).dead("attempts_used_up", NOW));
        Delivery dead = here.dead("hook", NOW.plusMillis(1), 10).getFirst();
        assertThat(dead.reason()).isEqualTo("attempts_used_up");
        assertThat(here.dead("hook", NOW, 10)).as("given up before").isEmpty();

        assertThat(here.requeue(dead, dead.again(NOW))).isTrue();
        assertThat(here.countDead("hook")).isZero();
        Delivery again = here.claim("hook/e", NOW, LEASE).orElseThrow();
        assertThat(again.tries()).isZero();
        assertThat(again.attempts()).hasSize(1);
    }

    @Test
    void whatAnotherNodeSentWhileItWasReplayedIsKnown() {
        Delivery claimed = claimed("e");
        here.end(claimed, claimed.dead("attempts_used_up", NOW));
        Delivery dead = here.find("hook/e").orElseThrow();
        here.requeue(dead, dead.again(NOW));
        Delivery sent = elsewhere.claim("hook/e", NOW, LEASE).orElseThrow();
        elsewhere.end(sent, sent.delivered(NOW.plusMillis(1)));

        here.requeue(dead, dead.again(NOW));
        assertThat(page(DeliveryState.DELIVERED, 1, 10))
                .as("what came of it is not taken for the dead letter")
                .containsExactly("e");
    }

    @Test
    void whatWasKilledWhileItWasMovedIsOpen() {
        Delivery claimed = claimed("e");
        here.end(claimed, claimed.dead("attempts_used_up", NOW));
        Delivery dead = here.find("hook/e").orElseThrow();
        store.store()
                .ofTenant()
                .commands()
                .getCollection("webhook_queue")
                .insertOne(new Document(store.store()
                                .ofTenant()
                                .commands()
                                .getCollection("webhook_deliveries")
                                .find()
                                .first())
                        .append("state", "pending")
                        .append("next_at", Date.from(NOW)));
        assertThat(here.find("hook/e").orElseThrow().state()).isEqualTo(DeliveryState.PENDING);
        Delivery sentAgain = here.claim("hook/e", NOW, LEASE).orElseThrow();
        assertThat(here.end(sentAgain, sentAgain.delivered(NOW))).isTrue();
        assertThat(here.find(dead.id()).orElseThrow().state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void anOpenOneIsHastened() {
        Delivery claimed = claimed("e");
        here.putBack(claimed, claimed.waitingUntil(NOW.plusSeconds(3600)));
        assertThat(here.hasten(claimed, NOW)).isTrue();
        assertThat(here.claim("hook/e", NOW, LEASE)).isPresent();
    }

    @Test
    void oneThatIsHastenedWhileItIsUnderWayIsDueAgainAfterwards() {
        Delivery claimed = claimed("e");
        assertThat(here.putBackHastened(claimed, claimed.waitingUntil(NOW)))
                .as("nobody has asked for it")
                .isFalse();
        assertThat(elsewhere.hasten(claimed, NOW)).isFalse();
        assertThat(here.putBack(claimed, claimed.waitingUntil(NOW.plusSeconds(3600))))
                .isFalse();
        assertThat(here.endUnlessHastened(claimed, claimed.dead("attempts_used_up", NOW)))
                .isFalse();
        assertThat(here.putBackHastened(claimed, claimed.waitingUntil(NOW))).isTrue();

        Delivery again = here.claim("hook/e", NOW, LEASE).orElseThrow();
        assertThat(here.endUnlessHastened(again, again.dead("attempts_used_up", NOW)))
                .as("nobody has asked for it once more")
                .isTrue();
    }

    @Test
    void whoTakesOverWhatWasHastenedIsNotAskedAgain() {
        Delivery lost = claimed("e");
        here.hasten(lost, NOW);
        Delivery taken = elsewhere.claim("hook/e", LEASE, LEASE.plusSeconds(25)).orElseThrow();
        assertThat(elsewhere.putBack(taken, taken.waitingUntil(LEASE))).isTrue();
    }

    @Test
    void aPageGoesOnFromTheOpenOnesToTheOthers() {
        for (String event : List.of("1", "2", "3")) {
            Delivery claimed = claimed(event);
            here.end(claimed, event.equals("2") ? claimed.dead("gone", NOW) : claimed.delivered(NOW));
        }
        here.enqueue(delivery("4"));
        here.enqueue(delivery("5"));
        here.enqueue(Delivery.of("other", "6", "alert.firing", "{}", NOW));
        assertThat(page(null, 1, 2)).containsExactly("5", "4");
        assertThat(page(null, 2, 2)).containsExactly("3", "2");
        assertThat(page(null, 3, 2)).containsExactly("1");
        assertThat(page(null, 1, 3)).containsExactly("5", "4", "3");
        assertThat(page(DeliveryState.PENDING, 1, 10)).containsExactly("5", "4");
        assertThat(page(DeliveryState.DEAD, 1, 10)).containsExactly("2");
        assertThat(here.page("hook", null, new PageRequest(1, 1, new PageRequest.Sort("created_at", true)))
                        .total())
                .isEqualTo(5);
    }

    @Test
    void whatIsOldIsRemovedAndWhatIsOpenIsNot() {
        Delivery claimed = claimed("old");
        here.end(claimed, claimed.delivered(NOW));
        here.enqueue(delivery("open"));
        assertThat(here.prune(NOW)).isZero();
        assertThat(here.prune(NOW.plusMillis(1))).isEqualTo(1);
        assertThat(here.find("hook/open")).isPresent();
    }

    @Test
    void nothingOfAWebhookIsLeft() {
        Delivery claimed = claimed("1");
        here.end(claimed, claimed.delivered(NOW));
        here.enqueue(delivery("2"));
        here.enqueue(Delivery.of("other", "1", "alert.firing", "{}", NOW));
        here.deleteOf("hook");
        assertThat(page(null, 1, 10)).isEmpty();
        assertThat(here.find("other/1")).isPresent();
    }
}
