package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import io.ris.cli.Table;
import io.ris.cli.hub.HubClient;
import io.ris.cli.hub.HubOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ris task}: one task, looked at or cancelled. */
@Command(
        name = "task",
        mixinStandardHelpOptions = true,
        description = "Shows, follows and cancels a task.",
        synopsisSubcommandLabel = "COMMAND")
public final class TaskCommand {

    private final Shell shell;

    private TaskCommand(Shell shell) {
        this.shell = shell;
    }

    public static CommandLine commandLine(Shell shell) {
        return new CommandLine(new TaskCommand(shell))
                .addSubcommand(new OutputCommand(shell))
                .addSubcommand(new WaitCommand(shell));
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows a task as it stands.")
    int show(@Mixin HubOptions options, @Parameters(paramLabel = "TASK", description = "The task's id.") String id)
            throws RefusedException {
        HubClient hub = options.hub(shell.hubs(), shell.console());
        JsonNode task = new Tasks(hub).read(id);
        if (options.json()) {
            shell.console().document(task);
        } else {
            TaskText.show(task, new AgentNames(hub).of(task), shell.console());
        }
        return ExitCode.OK;
    }

    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            description = "Cancels a task: at once while it waits, through its agent while it runs. A program gets"
                    + " SIGTERM and five seconds, then SIGKILL; ris task wait tells of its end.")
    int cancel(@Mixin HubOptions options, @Parameters(paramLabel = "TASK", description = "The task's id.") String id)
            throws RefusedException {
        JsonNode task = shell.tasks(options).cancel(id);
        if (options.json()) {
            shell.console().document(task);
        } else {
            String what = TaskJson.hasEnded(task) ? TaskJson.status(task) : "is being cancelled";
            shell.console().result("task " + TaskJson.id(task) + " " + what);
        }
        return ExitCode.OK;
    }

    @Command(name = "events", mixinStandardHelpOptions = true, description = "Lists every step of a task.")
    int events(@Mixin HubOptions options, @Parameters(paramLabel = "TASK", description = "The task's id.") String id)
            throws RefusedException {
        JsonNode events = shell.tasks(options).events(id);
        if (options.json()) {
            shell.console().document(events);
            return ExitCode.OK;
        }
        Table table = new Table("AT", "FROM", "TO", "ATTEMPT", "NODE", "REASON");
        for (JsonNode event : events) {
            table.row(
                    event.path("at").asText(),
                    event.path("from").asText(),
                    event.path("to").asText(),
                    event.path("attempt").asText(),
                    event.path("node").asText(),
                    event.path("reason").asText());
        }
        table.print(shell.console());
        return ExitCode.OK;
    }
}
