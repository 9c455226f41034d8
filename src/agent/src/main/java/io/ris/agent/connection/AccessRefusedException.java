package io.ris.agent.connection;

/** The hub will not accept this agent however often it tries; the message is one line for its user. */
public final class AccessRefusedException extends Exception {

    private final String reason;

    public AccessRefusedException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** Why, in one line. */
    public String reason() {
        return reason;
    }
}
