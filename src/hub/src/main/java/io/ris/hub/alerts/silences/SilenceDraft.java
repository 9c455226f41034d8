package io.ris.hub.alerts.silences;

import io.ris.hub.fleet.selection.LabelExpression;
import io.ris.hub.fleet.selection.LabelSyntaxException;
import io.ris.hub.platform.HubException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a person says of a silence; it starts now where that is not said. */
public record SilenceDraft(
        @Nullable String ruleId,
        @Nullable String agentId,
        @Nullable String selector,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        @Nullable String reason) {

    private static final Duration LONGEST = Duration.ofDays(365);

    Silence made(String id, String madeBy, Instant now) {
        if (ruleId == null && agentId == null && selector == null) {
            throw HubException.Invalid.rule("rule_id", "is required where neither client_id nor selector is given");
        }
        if (endsAt == null) {
            throw HubException.Invalid.rule("ends_at", "is required");
        }
        Instant start = startsAt == null ? now : startsAt;
        if (!endsAt.isAfter(start) || !endsAt.isAfter(now)) {
            throw HubException.Invalid.rule("ends_at", "must be later than now and than starts_at");
        }
        if (endsAt.isAfter(now.plus(LONGEST))) {
            throw HubException.Invalid.rule("ends_at", "must be within a year");
        }
        if (start.isBefore(now.minus(LONGEST))) {
            throw HubException.Invalid.rule("starts_at", "must be within a year");
        }
        checkSelector();
        return new Silence(id, ruleId, agentId, selector, start, endsAt, reason, madeBy, now);
    }

    private void checkSelector() {
        try {
            if (selector != null) {
                LabelExpression.parse(selector);
            }
        } catch (LabelSyntaxException e) {
            throw HubException.Invalid.rule("selector", String.valueOf(e.getMessage()));
        }
    }
}
