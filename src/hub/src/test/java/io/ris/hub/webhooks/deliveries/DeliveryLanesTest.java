package io.ris.hub.webhooks.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.webhooks.deliveries.DeliveryLanes.Due;
import io.ris.hub.webhooks.deliveries.DeliveryLanes.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveryLanesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final TenantCode A = new TenantCode("a");
    private static final TenantCode B = new TenantCode("b");

    private final DeliveryLanes lanes = new DeliveryLanes(8, 4, 2);

    private static Due due(String webhook, int number) {
        return new Due(webhook + "/" + number, webhook, NOW);
    }

    private static List<Due> many(String webhook, int count) {
        return IntStream.range(0, count).mapToObj(i -> due(webhook, i)).toList();
    }

    private List<Turn> all() {
        List<Turn> turns = new ArrayList<>();
        for (Optional<Turn> turn = lanes.next(NOW); turn.isPresent(); turn = lanes.next(NOW)) {
            turns.add(turn.get());
        }
        return turns;
    }

    private static long of(List<Turn> turns, TenantCode tenant) {
        return turns.stream().filter(turn -> turn.tenant().equals(tenant)).count();
    }

    @Test
    void aSlowReceiverHasTwoPlacesAndNoMore() {
        lanes.put(A, many("slow", 1000));
        assertThat(all()).hasSize(2);
        lanes.add(A, due("quick", 0));
        assertThat(all()).extracting(turn -> turn.due().webhookId()).containsExactly("quick");
    }

    @Test
    void aTenantWithManySlowReceiversLeavesPlacesToOthers() {
        for (int i = 0; i < 20; i++) {
            many("slow-" + i, 10).forEach(due -> lanes.add(A, due));
        }
        lanes.put(B, many("quick", 10));
        List<Turn> turns = all();
        assertThat(of(turns, A)).isEqualTo(4);
        assertThat(of(turns, B)).isEqualTo(2);
    }

    @Test
    void tenantsAndTheirWebhooksTakeTurns() {
        lanes.put(A, many("one", 10));
        many("other", 10).forEach(due -> lanes.add(A, due));
        lanes.put(B, many("third", 10));
        assertThat(all())
                .extracting(turn -> turn.due().webhookId())
                .containsExactly("one", "third", "other", "third", "one", "other");
    }

    @Test
    void noMoreAreUnderWayThanThereArePlaces() {
        for (String tenant : List.of("a", "b", "c", "d")) {
            for (int i = 0; i < 5; i++) {
                lanes.add(new TenantCode(tenant), due("hook-" + i, 0));
            }
        }
        List<Turn> turns = all();
        assertThat(turns).hasSize(8);
        lanes.done(turns.getFirst(), Optional.empty());
        assertThat(all()).hasSize(1);
    }

    @Test
    void whatIsDueLaterWaits() {
        Due later = new Due("hook/1", "hook", NOW.plusSeconds(1));
        lanes.add(A, later);
        assertThat(lanes.next(NOW)).isEmpty();
        assertThat(lanes.next(NOW.plusSeconds(1))).contains(new Turn(A, later));
    }

    @Test
    void theEarliestOfAWebhookComesFirst() {
        lanes.add(A, new Due("hook/late", "hook", NOW));
        lanes.add(A, new Due("hook/early", "hook", NOW.minusSeconds(1)));
        assertThat(lanes.next(NOW).orElseThrow().due().id()).isEqualTo("hook/early");
    }

    @Test
    void whatWaitsAndIsWantedNowIsGivenNowAndOnce() {
        lanes.add(A, new Due("hook/0", "hook", NOW.plusSeconds(3600)));
        lanes.add(A, due("hook", 0));
        lanes.add(A, new Due("hook/0", "hook", NOW.plusSeconds(60)));
        assertThat(lanes.open(A, "hook")).isEqualTo(1);
        assertThat(all()).extracting(Turn::due).containsExactly(due("hook", 0));
        assertThat(lanes.next(NOW.plusSeconds(3600))).isEmpty();
    }

    @Test
    void knowsHowManyAreOpenOfAWebhook() {
        assertThat(lanes.open(A, "hook")).isZero();
        lanes.put(A, many("hook", 5));
        lanes.add(A, due("other", 0));
        lanes.next(NOW);
        assertThat(lanes.open(A, "hook")).isEqualTo(5);
        assertThat(lanes.open(A, "other")).isEqualTo(1);
        assertThat(lanes.open(B, "hook")).isZero();
    }

    @Test
    void whatIsUnderWayIsNotGivenAgainWhateverAScanSaw() {
        lanes.put(A, many("hook", 1));
        Turn turn = lanes.next(NOW).orElseThrow();
        lanes.put(A, many("hook", 1));
        lanes.add(A, due("hook", 0));
        assertThat(lanes.next(NOW)).isEmpty();
        lanes.done(turn, Optional.empty());
        assertThat(lanes.next(NOW)).isEmpty();
    }

    @Test
    void whatIsToBeTriedAgainWaitsForItsTime() {
        lanes.put(A, many("hook", 1));
        Turn turn = lanes.next(NOW).orElseThrow();
        lanes.done(turn, Optional.of(new Due("hook/0", "hook", NOW.plusSeconds(5))));
        assertThat(lanes.next(NOW)).isEmpty();
        assertThat(lanes.next(NOW.plusSeconds(5))).isPresent();
    }

    @Test
    void aScanTakesAwayWhatIsNoLongerThere() {
        lanes.put(A, many("hook", 5));
        lanes.put(A, List.of());
        assertThat(lanes.next(NOW)).isEmpty();
        assertThat(lanes.waiting()).isZero();
    }

    @Test
    void whoIsForgottenStillFreesItsPlaces() {
        lanes.put(A, many("hook", 5));
        List<Turn> turns = all();
        lanes.forget(A);
        turns.forEach(turn -> lanes.done(turn, Optional.empty()));
        for (int i = 0; i < 20; i++) {
            lanes.add(i % 2 == 0 ? A : B, due("hook-" + i, 0));
        }
        assertThat(all()).as("every place is free again").hasSize(8);
    }
}
