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

    private ExitCode() {}
}
