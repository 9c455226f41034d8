package io.ris.settings;

import java.io.Serial;

/** A value that its type refuses; the message completes "key: ...". */
final class BadValueException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    BadValueException(String message) {
        super(message);
    }
}
