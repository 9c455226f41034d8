package io.ris.agent.enrolment;

/** An agent cannot be enrolled, and trying again would not help; the message is one line for its user. */
public final class EnrolmentException extends Exception {

    /** Why. */
    public enum Reason {
        /** The server is not the hub that the fingerprint names. */
        WRONG_HUB,
        /** The hub refuses token, tenant or request. */
        REFUSED,
        /** The hub could not be reached for too long. */
        UNREACHABLE
    }

    private final Reason reason;

    EnrolmentException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
