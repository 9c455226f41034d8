package io.ris.agent.docker;

/** The engine did not do what it was asked for. */
public final class EngineException extends Exception {

    private final String code;

    /**
     * @param code stable error code of the task
     * @param message the reason in words
     */
    public EngineException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Stable error code of the task. */
    public String code() {
        return code;
    }

    /** Whether what it was to be done with is not there any more, or is just being removed. */
    public boolean saysGone() {
        return code.equals(Engine.NO_SUCH) || code.equals(Engine.IN_CONFLICT);
    }
}
