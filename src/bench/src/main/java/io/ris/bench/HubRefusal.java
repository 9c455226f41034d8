package io.ris.bench;

import java.io.IOException;

/** The hub answered with an error where a benchmark needs success. */
final class HubRefusal extends IOException {

    private static final int SHOWN = 500;

    HubRefusal(String request, int status, String body) {
        super(request + " was answered " + status + ": " + body.substring(0, Math.min(SHOWN, body.length())));
    }
}
