package io.ris.agent.execution;

/** A command that cannot be launched, found out before anything was done. */
final class CommandRefusedException extends Exception {

    private final String code;

    /**
     * @param code stable error code of the result
     * @param message the reason in words
     */
    CommandRefusedException(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}
