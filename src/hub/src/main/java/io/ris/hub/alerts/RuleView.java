package io.ris.hub.alerts;

import io.ris.hub.alerts.rules.ConditionForm;
import io.ris.hub.alerts.rules.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A rule as the API shows it.
 *
 * @param builtin whether it comes with the hub
 * @param fireAfter seconds that the condition holds before an alert fires
 * @param resolveAfter seconds that it does not hold before the alert is over
 * @param repeatEvery seconds after which a firing alert that nobody took on is told again; absent for once
 * @param severity {@code info}, {@code warning} or {@code critical}
 * @param createdAt absent for one that comes with the hub
 * @param updatedAt absent for one that comes with the hub and that nobody changed
 */
public record RuleView(
        String id,
        String name,
        boolean builtin,
        boolean enabled,
        ConditionForm condition,
        Duration fireAfter,
        Duration resolveAfter,
        @Nullable Duration repeatEvery,
        String severity,
        Map<String, String> labels,
        Map<String, String> annotations,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt) {

    static RuleView of(Rule rule) {
        return new RuleView(
                rule.id(),
                rule.name(),
                rule.isBuiltIn(),
                rule.enabled(),
                ConditionForm.of(rule.condition()),
                rule.fireAfter(),
                rule.resolveAfter(),
                rule.repeatEvery(),
                rule.severity().wireName(),
                new TreeMap<>(rule.labels()),
                new TreeMap<>(rule.annotations()),
                rule.isBuiltIn() ? null : rule.createdAt(),
                rule.revision() == 0 ? null : rule.updatedAt());
    }
}
