package io.ris.hub.audit.chain;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A record could not be written to its chain, as far as is known. */
public final class TrailUnavailableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    TrailUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
