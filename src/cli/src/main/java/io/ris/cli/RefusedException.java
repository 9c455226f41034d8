package io.ris.cli;

import java.io.Serial;
import java.util.Objects;

/** Why a command cannot do its work: one line for people, and the exit code. */
public class RefusedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** @param exitCode one of {@link ExitCode} */
    public RefusedException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** @param exitCode one of {@link ExitCode} */
    public RefusedException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The reason; several lines where there are several. */
    @Override
    public String getMessage() {
        return Objects.requireNonNullElse(super.getMessage(), "refused");
    }

    /** One of {@link ExitCode}. */
    public int exitCode() {
        return exitCode;
    }
}
