package io.ris.cli;

/** What the exit codes of {@code ris} mean. */
public final class ExitCode {

    /** What was asked for was done, or ended because it was told to. */
    public static final int OK = 0;

    /** The hub or the local agent did not start, or ended by itself; what was checked is not as it should be. */
    public static final int FAILED = 1;

    /** The command line or the configuration is wrong. */
    public static final int BAD_CONFIGURATION = 2;

    /** The data directory cannot be used. */
    public static final int BAD_DATA_DIRECTORY = 3;

    /** A port is taken. */
    public static final int PORT_TAKEN = 4;

    /** The hub cannot be reached, refused, or wants a login first. */
    public static final int HUB_REFUSED = 5;

    /** A job ended, and on some of its agents the task did not complete. */
    public static final int JOB_PARTIAL = 121;

    /** The task was cancelled. This and the next ones stand where {@code ris} passes on what a task ended with. */
    public static final int TASK_CANCELLED = 122;

    /** The task failed, and not by its program's exit code. */
    public static final int TASK_FAILED = 123;

    /** The task took too long, as with {@code timeout(1)}. */
    public static final int TASK_TIMEOUT = 124;

    /** Nothing is known of the task: the hub cannot be reached, refused, or wants a login first. */
    public static final int TASK_UNKNOWN = 125;

    /** There is no permission to run the program, as in a shell. */
    public static final int PROGRAM_DENIED = 126;

    /** There is no such program, as in a shell. */
    public static final int PROGRAM_ABSENT = 127;

    /** {@code ris} was interrupted, as in a shell. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
