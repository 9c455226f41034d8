package io.ris.hub.alerts.observing;

import java.util.List;
import java.util.function.Predicate;

/**
 * For what a condition holds, and of what else that can be told now.
 *
 * @param holding each subject once
 * @param isKnown whether a subject that is not among these is known not to be
 * @param tells whether anything is known of anybody
 */
public record Observation(List<Finding> holding, Predicate<Subject> isKnown, boolean tells) {

    public Observation {
        holding = List.copyOf(holding);
    }

    /** It holds for these and for nothing else. */
    static Observation of(List<Finding> holding) {
        return new Observation(holding, subject -> true, true);
    }
}
