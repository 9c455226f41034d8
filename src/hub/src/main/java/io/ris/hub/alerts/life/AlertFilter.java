package io.ris.hub.alerts.life;

import io.ris.hub.alerts.rules.Severity;
import org.jspecify.annotations.Nullable;

/** Which alerts are asked for; null for any. */
public record AlertFilter(
        @Nullable AlertState state,
        @Nullable Severity severity,
        @Nullable String ruleId,
        @Nullable String agentId) {}
