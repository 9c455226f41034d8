package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import io.ris.cli.hub.HubOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that submits a program, and unless it is told otherwise sees it to its end, or cancels it when interrupted. */
abstract class SubmittingCommand implements Callable<Integer> {

    final Shell shell;

    @Mixin
    HubOptions options = new HubOptions();

    @Mixin
    Order order = new Order();

    @Option(
            names = "--wait",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether to wait for the end; --no-wait prints the id at once. Default: waits.")
    private boolean wait = true;

    SubmittingCommand(Shell shell) {
        this.shell = shell;
    }

    /** What the options ask of the hub. */
    abstract JsonNode request() throws RefusedException;

    /** Submits it; returns it as it then stands. */
    abstract JsonNode submit(JsonNode request) throws RefusedException;

    /** Its id. */
    abstract String id(JsonNode submitted);

    /** Submits it and sees it to its end; returns the exit code. */
    abstract int follow(JsonNode request) throws RefusedException;

    @Override
    public final Integer call() throws RefusedException {
        JsonNode request = request();
        try {
            return wait ? runToEnd(request) : leave(submit(request));
        } catch (RefusedException e) {
            throw e.exitCode() == ExitCode.HUB_REFUSED
                    ? new RefusedException(ExitCode.TASK_UNKNOWN, e.getMessage(), e)
                    : e;
        }
    }

    private int leave(JsonNode submitted) {
        if (options.json()) {
            shell.console().document(submitted);
        } else {
            shell.console().result(id(submitted));
        }
        return ExitCode.OK;
    }

    private int runToEnd(JsonNode request) throws RefusedException {
        int exitCode = ExitCode.TASK_UNKNOWN;
        shell.stop().begin();
        try {
            exitCode = follow(request);
        } finally {
            shell.stop().finish(exitCode);
        }
        return exitCode;
    }
}
