package io.ris.cli.hub;

import java.io.Serial;
import java.util.Optional;

/** The hub has had more requests of this user than it takes in a while. */
final class RateLimitedException extends TryLaterException {

    @Serial
    private static final long serialVersionUID = 1L;

    RateLimitedException(String message, Optional<String> retryAfter) {
        super(message, retryAfter);
    }
}
