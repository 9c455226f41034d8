package io.ris.hub.alerts.rules;

import io.ris.hub.fleet.selection.LabelExpression;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which agents a rule is about. Those that the hub knows only from their reports have no labels.
 *
 * @param ids of agents; every agent where there are none
 * @param selector a condition on labels as it was written; null for none
 * @param condition the same, to be asked
 */
public record AgentScope(List<String> ids, @Nullable String selector, LabelExpression condition) {

    /** Every agent. */
    public static final AgentScope ALL = of(List.of(), null);

    public AgentScope {
        ids = List.copyOf(ids);
    }

    /** @throws io.ris.hub.fleet.selection.LabelSyntaxException if the selector cannot be read */
    public static AgentScope of(List<String> ids, @Nullable String selector) {
        return new AgentScope(
                ids, selector, selector == null ? new LabelExpression.Any() : LabelExpression.parse(selector));
    }

    /** Whether the rule is about an agent. */
    public boolean includes(String agentId, Map<String, String> labels) {
        return (ids.isEmpty() || ids.contains(agentId)) && condition.matches(labels);
    }

    /** Whether labels matter. */
    public boolean asksForLabels() {
        return selector != null;
    }
}
