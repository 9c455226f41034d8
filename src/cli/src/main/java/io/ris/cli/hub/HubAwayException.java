package io.ris.cli.hub;

import java.io.Serial;
import java.util.Optional;

/** The hub gives no answer now: it is not there, starts, or lacks what it needs. */
final class HubAwayException extends TryLaterException {

    @Serial
    private static final long serialVersionUID = 1L;

    HubAwayException(String message, Throwable cause) {
        super(message, cause);
    }

    HubAwayException(String message, Optional<String> retryAfter) {
        super(message, retryAfter);
    }
}
