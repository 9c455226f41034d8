package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import io.ris.cli.Table;
import io.ris.cli.hub.HubClient;
import io.ris.cli.hub.HubOptions;
import io.ris.cli.hub.Limit;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ris job}: the same task on many agents. */
@Command(
        name = "job",
        mixinStandardHelpOptions = true,
        description = "Runs a program on many agents; lists, shows, awaits and cancels such jobs.",
        synopsisSubcommandLabel = "COMMAND")
public final class JobCommand {

    private final Shell shell;

    private JobCommand(Shell shell) {
        this.shell = shell;
    }

    public static CommandLine commandLine(Shell shell) {
        return new CommandLine(new JobCommand(shell)).addSubcommand(new JobRunCommand(shell));
    }

    static final class Statuses implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("pending", "running", "completed", "partial", "failed", "cancelled")
                    .iterator();
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists jobs, the newest first.")
    int list(
            @Mixin HubOptions options,
            @Option(
                            names = "--status",
                            paramLabel = "STATUS",
                            completionCandidates = Statuses.class,
                            description = "Only those that are ${COMPLETION-CANDIDATES}.")
                    @Nullable
                    String status,
            @Mixin Limit limit)
            throws RefusedException {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        parameters.put("status", status);
        ArrayNode jobs = new Jobs(options.hub(shell.hubs(), shell.console())).list(parameters, limit.items());
        if (options.json()) {
            shell.console().document(jobs);
        } else if (jobs.isEmpty()) {
            shell.console().note("ris: there is no such job");
        } else {
            Table table = new Table("JOB", "STATUS", "AGENTS", "CREATED", "PROGRESS", "WHAT");
            for (JsonNode job : jobs) {
                table.row(
                        Jobs.id(job),
                        job.path("status").asText(),
                        JobText.target(job),
                        job.path("created_at").asText(),
                        JobText.progress(job),
                        TaskText.what(job));
            }
            table.print(shell.console());
        }
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows a job as it stands, and the task of each agent.")
    int show(@Mixin HubOptions options, @Parameters(paramLabel = "JOB", description = "The job's id.") String id)
            throws RefusedException {
        HubClient hub = options.hub(shell.hubs(), shell.console());
        JsonNode job = new Jobs(hub).read(id);
        if (!options.json()) {
            JobText.show(job, shell.console());
        }
        tell(job, hub, options, shell);
        return ExitCode.OK;
    }

    @Command(
            name = "wait",
            mixinStandardHelpOptions = true,
            description =
                    "Waits until a job has ended, and exits as ris job run would have. Ctrl-C ends the waiting and"
                            + " leaves the job as it is.")
    int await(@Mixin HubOptions options, @Parameters(paramLabel = "JOB", description = "The job's id.") String id)
            throws RefusedException {
        try {
            HubClient hub = shell.patientHub(options);
            Jobs jobs = new Jobs(hub);
            JsonNode job = new JobWatch(jobs, shell, false).toEnd(jobs.read(id));
            tell(job, hub, options, shell);
            return JobText.exitCode(job);
        } catch (RefusedException e) {
            throw new RefusedException(ExitCode.TASK_UNKNOWN, e.getMessage(), e);
        }
    }

    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            description =
                    "Cancels a job: no further agent gets its task, and the tasks that have not ended are cancelled.")
    int cancel(@Mixin HubOptions options, @Parameters(paramLabel = "JOB", description = "The job's id.") String id)
            throws RefusedException {
        JsonNode job = new Jobs(options.hub(shell.hubs(), shell.console())).cancel(id);
        if (options.json()) {
            shell.console().document(job);
        } else {
            shell.console()
                    .result("job " + Jobs.id(job) + " "
                            + (Jobs.hasEnded(job) ? job.path("status").asText() : "is being cancelled"));
        }
        return ExitCode.OK;
    }

    /** How it stands on each agent; for programs the job itself. */
    static void tell(JsonNode job, HubClient hub, HubOptions options, Shell shell) throws RefusedException {
        if (options.json()) {
            shell.console().document(job);
            return;
        }
        ArrayNode tasks = new Jobs(hub).tasks(Jobs.id(job));
        if (!tasks.isEmpty()) {
            JobText.tasks(tasks, new AgentNames(hub)).print(shell.console());
        }
    }
}
