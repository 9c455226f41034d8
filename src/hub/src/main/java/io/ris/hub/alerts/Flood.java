package io.ris.hub.alerts;

import io.ris.hub.alerts.observing.Finding;
import io.ris.hub.alerts.observing.Observation;
import io.ris.hub.alerts.observing.Subject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Bounds how many alerts a rule raises. Of those beyond there is one alert together, which says how many they are. Who has an
 * alert keeps it.
 */
record Flood(int most) {

    private static final Subject OTHERS = new Subject(Subject.Kind.OTHERS, "all", "others", null);

    /**
     * What is seen, within bounds.
     *
     * @param present keys of the subjects that have an alert
     */
    Observation bounded(Observation seen, Set<String> present) {
        Map<Boolean, List<Finding>> byAlert = seen.holding().stream()
                .collect(Collectors.partitioningBy(
                        finding -> present.contains(finding.subject().key())));
        List<Finding> known = byAlert.getOrDefault(true, List.of());
        List<Finding> newcomers = byAlert.getOrDefault(false, List.of());
        int room = Math.max(0, most - known.size()); // the limit may have been higher
        int rest = newcomers.size() - room;
        if (rest <= 0) {
            return new Observation(seen.holding(), subject -> isKnown(seen, subject), seen.tells());
        }
        Stream<Finding> first = newcomers.stream()
                .sorted(Comparator.comparing(finding -> finding.subject().key()))
                .limit(room);
        Finding others = new Finding(OTHERS, rest, "the same holds for " + rest + " others", null);
        return new Observation(
                Stream.of(known.stream(), first, Stream.of(others))
                        .flatMap(Function.identity())
                        .toList(),
                seen.isKnown(),
                seen.tells());
    }

    /** Where anything is known of anybody it is known that there are not too many. */
    private static boolean isKnown(Observation seen, Subject subject) {
        return subject.equals(OTHERS) ? seen.tells() : seen.isKnown().test(subject);
    }
}
