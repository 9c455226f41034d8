package io.ris.hub.alerts;

import io.ris.hub.alerts.observing.Finding;
import io.ris.hub.alerts.observing.Observation;
import io.ris.hub.alerts.observing.Subject;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
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
        List<Finding> all = seen.holding();
        if (all.size() <= most) {
            return new Observation(all, key -> isKnown(seen, key));
        }
        Comparator<Finding> whoHasOne = Comparator.comparing(
                finding -> !present.contains(finding.subject().key()));
        List<Finding> sorted = all.stream()
                .sorted(whoHasOne.thenComparing(finding -> finding.subject().key()))
                .toList();
        int rest = all.size() - most;
        Finding others = new Finding(OTHERS, rest, "the same holds for " + rest + " others", null);
        return new Observation(
                Stream.concat(sorted.stream().limit(most), Stream.of(others)).toList(), seen.isKnown());
    }

    /** Where anything is known of anybody it is known that there are not too many. */
    private static boolean isKnown(Observation seen, String key) {
        return seen.isKnown().test(key)
                || (key.equals(OTHERS.key()) && !seen.holding().isEmpty());
    }
}
