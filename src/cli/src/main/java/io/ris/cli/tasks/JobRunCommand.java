package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import io.ris.cli.hub.HubClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ris job run}: a program on many agents. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        customSynopsis =
                "ris job run [OPTIONS] (--label NAME=VALUE | --expression EXPRESSION) -- PROGRAM [ARGUMENT...]",
        description = {
            "Runs a program on every agent that has certain labels, and prints how it ended on each.",
            "Ctrl-C, SIGTERM or a closed terminal cancels the job; with --no-wait nothing is cancelled: see ris job wait."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it completed on every agent",
            "2:the command line is wrong",
            "121:on some agents it did not complete",
            "122:the job was cancelled",
            "123:it completed on no agent",
            "125:the hub cannot be reached, refused, or wants a login first",
            "130:interrupted, and so cancelled"
        })
final class JobRunCommand extends SubmittingCommand {

    @Option(
            names = {"-l", "--label"},
            paramLabel = "NAME=VALUE",
            description = "Agents with this label; where there are several, with all of them.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = {"-x", "--expression"},
            paramLabel = "EXPRESSION",
            description = "Agents of which this holds, such as: env in (prod,stage) and not exists gpu.")
    private @Nullable String expression;

    @Option(names = "--max", paramLabel = "N", description = "On so many of them at the most, the first by name.")
    private @Nullable Integer max;

    @Option(names = "--parallel", paramLabel = "N", description = "On so many at once; default: on all.")
    private @Nullable Integer parallel;

    @Parameters(arity = "1..*", paramLabel = "PROGRAM", description = "The program and its arguments.")
    private List<String> program = List.of();

    JobRunCommand(Shell shell) {
        super(shell);
    }

    @Override
    JsonNode request() throws RefusedException {
        if (labels.isEmpty() && expression == null) {
            throw new RefusedException(ExitCode.BAD_CONFIGURATION, "--label or --expression must say which agents");
        }
        return order.request(target(), program, shell);
    }

    private ObjectNode target() {
        ObjectNode target = JsonNodeFactory.instance.objectNode();
        if (!labels.isEmpty()) {
            labels.forEach(target.putObject("labels")::put);
        }
        if (expression != null) {
            target.put("expression", expression);
        }
        if (max != null) {
            target.put("max", max);
        }
        if (parallel != null) {
            target.put("max_parallel", parallel);
        }
        return target.put("strategy", "all");
    }

    @Override
    JsonNode submit(JsonNode request) throws RefusedException {
        return new Jobs(shell.patientHub(options)).submit(request);
    }

    @Override
    String id(JsonNode job) {
        return Jobs.id(job);
    }

    @Override
    int follow(JsonNode request) throws RefusedException {
        HubClient hub = shell.patientHub(options);
        Jobs jobs = new Jobs(hub);
        JsonNode job = new JobWatch(jobs, shell, true).toEnd(jobs.submit(request));
        JobCommand.tell(job, hub, options, shell);
        return shell.stop().isRequested() ? ExitCode.INTERRUPTED : JobText.exitCode(job);
    }
}
