package io.ris.cli.tasks;

import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import java.io.IOException;
import java.io.Serial;

/** Whoever was to get a task's output takes no more of it, such as {@code head} in a pipe. */
final class OutputClosedException extends RefusedException {

    @Serial
    private static final long serialVersionUID = 1L;

    OutputClosedException(IOException cause) {
        super(ExitCode.TASK_UNKNOWN, "the output cannot be written: " + cause.getMessage(), cause);
    }
}
