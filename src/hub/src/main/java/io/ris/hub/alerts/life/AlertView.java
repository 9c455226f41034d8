package io.ris.hub.alerts.life;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An alert as the API shows it, and as it is told.
 *
 * @param severity {@code info}, {@code warning} or {@code critical}
 * @param state pending, firing, acknowledged or resolved
 * @param clientId the client that it is about, or on which its container is
 * @param value the figure that shows it
 * @param clearSince since when the condition does not hold, though the alert is not over yet
 * @param resolution why it is over: {@code condition}, {@code no_data}, {@code manual} or {@code rule_gone}
 * @param timesTold how often it was told that it fires
 */
public record AlertView(
        String id,
        String ruleId,
        String ruleName,
        String severity,
        String state,
        SubjectView subject,
        @Nullable String clientId,
        double value,
        String summary,
        Map<String, String> labels,
        Map<String, String> annotations,
        Instant pendingSince,
        @Nullable Instant firedAt,
        @Nullable Instant clearSince,
        @Nullable HandlingView acknowledged,
        @Nullable Instant resolvedAt,
        @Nullable String resolution,
        @Nullable HandlingView resolvedBy,
        int timesTold) {

    /**
     * What an alert is about.
     *
     * @param kind {@code client}, {@code container}, {@code tasks}, {@code hub} or {@code others}: all for which there is no alert of its
     *     own, since they are too many
     */
    public record SubjectView(String kind, String id, String name) {}

    /** What somebody did about an alert. */
    public record HandlingView(
            String by, Instant at, @Nullable String note) {

        static @Nullable HandlingView of(@Nullable Handling handling) {
            return handling == null ? null : new HandlingView(handling.by(), handling.at(), handling.note());
        }
    }

    public static AlertView of(Alert alert) {
        Cause cause = alert.cause();
        return new AlertView(
                alert.id(),
                cause.ruleId(),
                cause.ruleName(),
                cause.severity().wireName(),
                alert.state().wireName(),
                new SubjectView(
                        alert.subject().kind().wireName(),
                        alert.subject().id(),
                        alert.subject().name()),
                alert.subject().agentId(),
                alert.value(),
                alert.summary(),
                new TreeMap<>(cause.labels()),
                new TreeMap<>(cause.annotations()),
                alert.pendingSince(),
                alert.firedAt(),
                alert.state() == AlertState.RESOLVED ? null : alert.clearSince(),
                HandlingView.of(alert.acknowledged()),
                alert.resolvedAt(),
                alert.resolution() == null ? null : alert.resolution().wireName(),
                HandlingView.of(alert.resolvedBy()),
                alert.told().firing());
    }
}
