package io.ris.hub.alerts;

import io.ris.hub.alerts.silences.Silence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A silence as the API shows it. */
public record SilenceView(
        String id,
        @Nullable String ruleId,
        @Nullable String clientId,
        @Nullable String selector,
        Instant startsAt,
        Instant endsAt,
        @Nullable String reason,
        String madeBy,
        Instant createdAt) {

    static SilenceView of(Silence silence) {
        return new SilenceView(
                silence.id(),
                silence.ruleId(),
                silence.agentId(),
                silence.selector(),
                silence.startsAt(),
                silence.endsAt(),
                silence.reason(),
                silence.madeBy(),
                silence.createdAt());
    }
}
