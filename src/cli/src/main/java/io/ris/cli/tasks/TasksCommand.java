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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ris tasks}: what was run, what runs, and what waits. */
@Command(name = "tasks", mixinStandardHelpOptions = true, description = "Lists tasks, the newest first.")
public final class TasksCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private HubOptions options = new HubOptions();

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            completionCandidates = Statuses.class,
            description = "Only those that are ${COMPLETION-CANDIDATES}.")
    private @Nullable String status;

    @Option(names = "--agent", paramLabel = "AGENT", description = "Only those of this agent, by name or id.")
    private @Nullable String agent;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only those of this type, such as command.")
    private @Nullable String type;

    @Mixin
    private Limit limit = new Limit();

    public TasksCommand(Shell shell) {
        this.shell = shell;
    }

    static final class Statuses implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of(
                            "pending",
                            "queued",
                            "routing",
                            "running",
                            "retrying",
                            "completed",
                            "failed",
                            "timeout",
                            "cancelled")
                    .iterator();
        }
    }

    @Override
    public Integer call() throws RefusedException {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        parameters.put("status", status);
        parameters.put("client_id", agent);
        parameters.put("type", type);
        HubClient hub = options.hub(shell.hubs(), shell.console());
        ArrayNode tasks = hub.list("/platform/v1/tasks", parameters, limit.items());
        if (options.json()) {
            shell.console().document(tasks);
        } else if (tasks.isEmpty()) {
            shell.console().note("ris: there is no such task");
        } else {
            table(tasks, new AgentNames(hub)).print(shell.console());
        }
        return ExitCode.OK;
    }

    private static Table table(ArrayNode tasks, AgentNames names) {
        Table table = new Table("TASK", "STATUS", "AGENT", "CREATED", "TYPE", "WHAT");
        for (JsonNode task : tasks) {
            table.row(
                    TaskJson.id(task),
                    TaskJson.status(task),
                    names.of(task),
                    task.path("created_at").asText(),
                    task.path("type").asText(),
                    shortened(TaskText.what(task)));
        }
        return table;
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= 60
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 59)) + "\u2026";
    }
}
