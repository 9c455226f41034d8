package io.ris.hub.platform.vault;

import org.jspecify.annotations.Nullable;

/** Something sealed does not open: another key, another place, or it was changed. */
public final class NotOpenedException extends IllegalStateException {

    NotOpenedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
