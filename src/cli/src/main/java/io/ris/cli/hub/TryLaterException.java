package io.ris.cli.hub;

import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The same request may be answered a little later. */
public abstract sealed class TryLaterException extends RefusedException permits HubAwayException, RateLimitedException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration wait;

    TryLaterException(String message, Throwable cause) {
        super(ExitCode.HUB_REFUSED, message, cause);
        this.wait = null;
    }

    /** @param retryAfter seconds, as the header of that name has them */
    TryLaterException(String message, Optional<String> retryAfter) {
        super(ExitCode.HUB_REFUSED, message);
        this.wait = retryAfter
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(null);
    }

    /** How long the hub asks to wait. */
    final Optional<Duration> retryAfter() {
        return Optional.ofNullable(wait);
    }
}
