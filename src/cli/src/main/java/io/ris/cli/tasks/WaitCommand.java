package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import io.ris.cli.hub.HubOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ris task wait}: until a task has ended. */
@Command(
        name = "wait",
        mixinStandardHelpOptions = true,
        description = "Waits until a task has ended, and exits as ris run would have. Ctrl-C ends the waiting and"
                + " leaves the task as it is.")
final class WaitCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private HubOptions options = new HubOptions();

    @Parameters(paramLabel = "TASK", description = "The task's id.")
    private String id = "";

    WaitCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws RefusedException {
        try {
            Tasks tasks = shell.patientTasks(options);
            Watch watch = new Watch(tasks, List.of(), shell.console(), shell.stop(), shell.clock());
            JsonNode task = watch.toEnd(tasks.read(id));
            if (options.json()) {
                shell.console().document(task);
            }
            TaskEnd.explain(task, shell.console());
            return TaskEnd.exitCode(task);
        } catch (RefusedException e) {
            throw new RefusedException(ExitCode.TASK_UNKNOWN, e.getMessage(), e);
        }
    }
}
