package io.ris.hub.alerts.silences;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which some alerts are not told; an alert is meant that meets all that is given.
 *
 * @param ruleId of the rule; null for any
 * @param agentId of the agent; null for any
 * @param selector a condition on the agent's labels; null for none
 * @param madeBy name of the user
 */
public record Silence(
        String id,
        @Nullable String ruleId,
        @Nullable String agentId,
        @Nullable String selector,
        Instant startsAt,
        Instant endsAt,
        @Nullable String reason,
        String madeBy,
        Instant createdAt) {}
