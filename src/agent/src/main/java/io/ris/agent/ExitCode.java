package io.ris.agent;

/** How the agent's process ends, for scripts and service managers. */
enum ExitCode {
    STOPPED(0),
    /** The hub stayed unreachable during enrolment, or something unforeseen. */
    FAILED(1),
    /** The command line is wrong. */
    USAGE(2),
    /** The server is not the hub that the fingerprint names. */
    WRONG_HUB(3),
    /** The hub refuses token, tenant or request. */
    REFUSED(4),
    /** The data directory cannot be used or is in use. */
    DATA_DIRECTORY(5),
    /** The agent was deleted or revoked at the hub. */
    DISMISSED(6),
    /** There is a policy for tasks that cannot be obeyed. */
    POLICY(7),
    /** As many attempts in a row to come back to the hub failed as it had said are enough. */
    GAVE_UP(8);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }
}
