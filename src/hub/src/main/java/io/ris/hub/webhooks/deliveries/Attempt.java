package io.ris.hub.webhooks.deliveries;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try to deliver.
 *
 * @param latency until the answer, or until there was none
 * @param status of the answer; null where none came
 * @param error why none came, as a stable code; null where one did
 * @param answer how the answer began; null where none came
 */
public record Attempt(
        Instant at,
        Duration latency,
        @Nullable Integer status,
        @Nullable String error,
        @Nullable String answer) {}
