package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import io.ris.cli.hub.HubClient;
import io.ris.cli.hub.HubOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
final class JobRunCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private HubOptions options = new HubOptions();

    @Mixin
    private Order order = new Order();

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

    @Option(
            names = "--wait",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether to wait for the end; --no-wait prints the job's id at once. Default: waits.")
    private boolean wait = true;

    @Parameters(arity = "1..*", paramLabel = "PROGRAM", description = "The program and its arguments.")
    private List<String> program = List.of();

    JobRunCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws RefusedException {
        if (labels.isEmpty() && expression == null) {
            throw new RefusedException(ExitCode.BAD_CONFIGURATION, "--label or --expression must say which agents");
        }
        JsonNode request = order.request(target(), program, shell);
        try {
            return wait ? runToEnd(request) : submit(request);
        } catch (RefusedException e) {
            throw e.exitCode() == ExitCode.HUB_REFUSED
                    ? new RefusedException(ExitCode.TASK_UNKNOWN, e.getMessage(), e)
                    : e;
        }
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

    private int submit(JsonNode request) throws RefusedException {
        JsonNode job = new Jobs(shell.patientHub(options)).submit(request);
        if (options.json()) {
            shell.console().document(job);
        } else {
            shell.console().result(Jobs.id(job));
        }
        return ExitCode.OK;
    }

    private int runToEnd(JsonNode request) throws RefusedException {
        int exitCode = ExitCode.TASK_UNKNOWN;
        shell.stop().begin();
        try {
            HubClient hub = shell.patientHub(options);
            Jobs jobs = new Jobs(hub);
            JsonNode job = new JobWatch(jobs, shell, true).toEnd(jobs.submit(request));
            JobCommand.tell(job, hub, options, shell);
            exitCode = shell.stop().isRequested() ? ExitCode.INTERRUPTED : JobText.exitCode(job);
        } finally {
            shell.stop().finish(exitCode);
        }
        return exitCode;
    }
}
