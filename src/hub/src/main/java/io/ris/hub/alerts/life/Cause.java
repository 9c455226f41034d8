package io.ris.hub.alerts.life;

import io.ris.hub.alerts.rules.Rule;
import io.ris.hub.alerts.rules.Severity;
import java.util.Map;

/** What raised an alert, as the rule was then. */
public record Cause(
        String ruleId,
        String ruleName,
        Severity severity,
        Map<String, String> labels,
        Map<String, String> annotations) {

    public Cause {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    static Cause of(Rule rule) {
        return new Cause(rule.id(), rule.name(), rule.severity(), rule.labels(), rule.annotations());
    }
}
