package io.ris.agent.policy;

/** A task that is not run, found out before anything was done. */
public final class RefusedException extends Exception {

    private static final String POLICY = "policy_";

    private final String code;

    /**
     * @param code stable error code of the task
     * @param message the reason in words
     */
    public RefusedException(String code, String message) {
        super(message);
        this.code = code;
    }

    static RefusedException byPolicy(String rule, String message) {
        return new RefusedException(POLICY + rule, message);
    }

    /** Stable error code of the task. */
    public String code() {
        return code;
    }

    /** Whether the machine could run it and its policy does not let it. */
    public boolean isByPolicy() {
        return code.startsWith(POLICY);
    }
}
