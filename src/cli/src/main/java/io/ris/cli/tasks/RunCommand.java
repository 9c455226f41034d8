package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ris run}: a program on an agent, as if it ran here. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        customSynopsis = "ris run [OPTIONS] AGENT -- PROGRAM [ARGUMENT...]",
        description = {
            "Runs a program on an agent. Its output appears here while it runs, standard output and standard error"
                    + " apart and byte for byte, and its exit code is that of this command.",
            "The program is started as it is given, by no shell: for one, run sh -c '...'.",
            "Ctrl-C, SIGTERM or a closed terminal cancels the task and waits a little for its end; whatever else ends"
                    + " this command, SIGKILL or a hub that is away for more than 5 minutes, leaves the task as it is."
                    + " With --no-wait nothing is cancelled: see ris task wait, output, cancel."
        },
        exitCodeListHeading = "%nExit code: that of the program, 128 + N where signal N ended it. Otherwise:%n",
        exitCodeList = {
            "2:the command line is wrong",
            "122:the task was cancelled",
            "123:the task failed: expired, refused by the agent, or its end is not known",
            "124:the task took too long",
            "125:the hub cannot be reached, refused, or wants a login first",
            "126:there is no permission to run the program",
            "127:there is no such program",
            "130:interrupted, and so cancelled"
        },
        footer = {
            "",
            "What is said on standard error beside the program's own begins with \"ris:\". With --json,"
                    + " status, error and result.exit_code tell a program that exits with 122 to 130 from the rest."
        })
public final class RunCommand extends SubmittingCommand {

    @Parameters(index = "0", paramLabel = "AGENT", description = "Name or id of the agent.")
    private String agent = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "PROGRAM", description = "The program and its arguments.")
    private List<String> program = List.of();

    public RunCommand(Shell shell) {
        super(shell);
    }

    @Override
    JsonNode request() throws RefusedException {
        return order.request(agent, program, shell);
    }

    @Override
    JsonNode submit(JsonNode request) throws RefusedException {
        return shell.patientTasks(options).submit(request);
    }

    @Override
    String id(JsonNode task) {
        return TaskJson.id(task);
    }

    @Override
    int follow(JsonNode request) throws RefusedException {
        Tasks tasks = shell.patientTasks(options);
        JsonNode task = tasks.submit(request);
        Watch watch = new Watch(tasks, copies(task).toList(), shell.console(), shell.stop(), shell.clock());
        try {
            return told(watch.toEnd(task));
        } catch (OutputClosedException e) {
            tasks.cancel(TaskJson.id(task));
            throw e;
        } catch (RefusedException e) {
            shell.console()
                    .note("ris: task " + TaskJson.id(task) + " is left as it is; see ris task show "
                            + TaskJson.id(task));
            if (shell.stop().isRequested()) {
                shell.console().note("ris: " + e.getMessage());
                return ExitCode.INTERRUPTED;
            }
            throw e;
        }
    }

    private int told(JsonNode task) {
        if (options.json()) {
            shell.console().document(task);
        }
        TaskEnd.explain(task, shell.console());
        return shell.stop().isRequested() ? ExitCode.INTERRUPTED : TaskEnd.exitCode(task);
    }

    private Stream<StreamCopy> copies(JsonNode task) {
        return options.json()
                ? Stream.empty()
                : TaskJson.streams(task).stream().map(stream -> new StreamCopy(stream, shell.target(stream), 0));
    }
}
