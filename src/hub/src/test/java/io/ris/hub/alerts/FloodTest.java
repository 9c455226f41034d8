package io.ris.hub.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.alerts.observing.Finding;
import io.ris.hub.alerts.observing.Observation;
import io.ris.hub.alerts.observing.Subject;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FloodTest {

    private static final String OTHERS = "others:all";
    private static final Subject OTHERS_ALERT = new Subject(Subject.Kind.OTHERS, "all", "others", null);

    private final Flood flood = new Flood(100);

    private static Observation of(int count) {
        return new Observation(
                IntStream.range(0, count)
                        .mapToObj(i -> new Finding(Subject.agent(String.format("%05d", i), "host"), i, "text", null))
                        .toList(),
                subject -> false,
                count > 0);
    }

    private static List<String> keys(Observation observation) {
        return observation.holding().stream()
                .map(finding -> finding.subject().key())
                .toList();
    }

    @Test
    void tenThousandBecomeAsManyAsThereMayBeAndOneForTheOthers() {
        Observation bounded = flood.bounded(of(10_000), Set.of());
        assertThat(bounded.holding()).hasSize(101);
        assertThat(bounded.holding().getLast().subject().key()).isEqualTo(OTHERS);
        assertThat(bounded.holding().getLast().value()).isEqualTo(9_900);
    }

    @Test
    void whoHasAnAlertKeepsIt() {
        Set<String> present = Set.of("client:09999", "client:05000", OTHERS);
        Observation bounded = flood.bounded(of(10_000), present);
        assertThat(keys(bounded)).containsAll(present).hasSize(101);
        assertThat(keys(flood.bounded(of(10_000), Set.copyOf(keys(bounded)))))
                .as("the same ones with the next look")
                .containsExactlyInAnyOrderElementsOf(keys(bounded));
    }

    @Test
    void fewStayAsTheyAreAndTheOthersAreOver() {
        Observation seen = of(100);
        Observation bounded = flood.bounded(seen, Set.of(OTHERS));
        assertThat(bounded.holding()).isEqualTo(seen.holding());
        assertThat(bounded.isKnown().test(OTHERS_ALERT)).isTrue();
        assertThat(bounded.isKnown().test(Subject.agent("unknown", "host"))).isFalse();
        assertThat(flood.bounded(of(0), Set.of(OTHERS)).isKnown().test(OTHERS_ALERT))
                .as("nobody reports")
                .isFalse();
    }

    @Test
    void theOthersAreOverWhenAllCalmDownAtOnce() {
        Observation calm = new Observation(List.of(), subject -> subject.id().equals("00001"), true);
        assertThat(flood.bounded(calm, Set.of(OTHERS, "client:00001", "client:00002"))
                        .isKnown()
                        .test(OTHERS_ALERT))
                .isTrue();
    }

    @Test
    void whoHasNoPlaceAnyMoreIsNotTakenForOneThatIsWell() {
        Set<String> present = Set.of("client:00000", "client:00001", "client:00002");
        Observation seen = new Observation(of(3).holding(), subject -> true, true);
        Observation bounded = new Flood(2).bounded(seen, present);
        assertThat(keys(bounded)).containsExactly("client:00000", "client:00001", "client:00002");
    }
}
