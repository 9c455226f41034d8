package io.ris.hub.alerts.observing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A condition holds for something.
 *
 * @param value the figure that shows it
 * @param text the same in words, such as {@code cpu_usage of web-1 is 93.5}
 * @param since from when that counts, where it is known; null for when it was seen first
 */
public record Finding(
        Subject subject,
        double value,
        String text,
        @Nullable Instant since) {}
