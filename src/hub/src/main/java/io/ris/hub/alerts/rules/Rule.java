package io.ris.hub.alerts.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is watched for, and what of it is told.
 *
 * @param id of one that comes with the hub: {@link BuiltInRules#PREFIX} and its name
 * @param fireAfter how long the condition holds before an alert fires
 * @param resolveAfter how long it does not hold before the alert is over
 * @param repeatEvery how often a firing alert that nobody took on is told again; null for once
 * @param labels for whoever is told to sort by
 * @param annotations for whoever is told to read, such as {@code runbook_url}
 * @param revision raised with every change; 0 for one that comes with the hub and that nobody changed
 */
public record Rule(
        String id,
        String name,
        boolean enabled,
        Condition condition,
        Duration fireAfter,
        Duration resolveAfter,
        @Nullable Duration repeatEvery,
        Severity severity,
        Map<String, String> labels,
        Map<String, String> annotations,
        Instant createdAt,
        Instant updatedAt,
        long revision) {

    public Rule {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /** Whether it comes with the hub. */
    public boolean isBuiltIn() {
        return id.startsWith(BuiltInRules.PREFIX);
    }
}
