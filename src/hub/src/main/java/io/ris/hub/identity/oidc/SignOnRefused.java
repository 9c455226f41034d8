package io.ris.hub.identity.oidc;

/** A sign-on that is not good. */
final class SignOnRefused extends Exception {

    private final String reason;

    /**
     * Refuses.
     *
     * @param reason for the audit trail, such as {@code unknown_state}
     */
    SignOnRefused(String reason) {
        super(reason);
        this.reason = reason;
    }

    SignOnRefused(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
