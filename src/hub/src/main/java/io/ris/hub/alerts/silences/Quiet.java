package io.ris.hub.alerts.silences;

import io.ris.hub.fleet.selection.LabelExpression;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The silences that hold now, to be asked. Immutable. */
public final class Quiet {

    private final List<Held> held;

    private record Held(
            @Nullable String ruleId,
            @Nullable String agentId,
            @Nullable LabelExpression labels) {}

    Quiet(List<Silence> silences) {
        held = silences.stream()
                .map(silence -> new Held(
                        silence.ruleId(),
                        silence.agentId(),
                        silence.selector() == null ? null : LabelExpression.parse(silence.selector())))
                .toList();
    }

    /**
     * Whether an alert is not to be told.
     *
     * @param agentId of its subject; null where that is none's
     * @param labelsOf the labels of an agent
     */
    public boolean covers(String ruleId, @Nullable String agentId, Function<String, Map<String, String>> labelsOf) {
        return held.stream().anyMatch(silence -> covers(silence, ruleId, agentId, labelsOf));
    }

    private static boolean covers(
            Held silence, String ruleId, @Nullable String agentId, Function<String, Map<String, String>> labelsOf) {
        return (silence.ruleId() == null || silence.ruleId().equals(ruleId))
                && (silence.agentId() == null || silence.agentId().equals(agentId))
                && (silence.labels() == null
                        || (agentId != null && silence.labels().matches(labelsOf.apply(agentId))));
    }
}
