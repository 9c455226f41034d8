package io.ris.hub.alerts.life;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did about an alert.
 *
 * @param by name of the user
 */
public record Handling(String by, Instant at, @Nullable String note) {}
