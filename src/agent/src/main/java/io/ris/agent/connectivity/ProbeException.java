package io.ris.agent.connectivity;

import java.io.IOException;

/** A test that did not find what it should. */
public final class ProbeException extends IOException {

    private final String code;

    ProbeException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Stable error code of the task. */
    public String code() {
        return code;
    }
}
