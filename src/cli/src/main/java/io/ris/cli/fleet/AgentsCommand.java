package io.ris.cli.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ris.cli.Console;
import io.ris.cli.ExitCode;
import io.ris.cli.Printable;
import io.ris.cli.RefusedException;
import io.ris.cli.Table;
import io.ris.cli.hub.HubClient;
import io.ris.cli.hub.HubOptions;
import io.ris.cli.hub.Hubs;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ris agents}: all agents, or those that are asked for. */
@Command(
        name = "agents",
        mixinStandardHelpOptions = true,
        description = "Lists the agents of the hub that ris login has named; pauses, drains and resumes one.")
public final class AgentsCommand implements Callable<Integer> {

    private static final List<String> CONNECTION = List.of("connected", "disconnected");

    private final Console console;
    private final Hubs hubs;

    @Mixin
    private HubOptions options = new HubOptions();

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Only those that have this label.")
    private @Nullable String label;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            completionCandidates = Statuses.class,
            description = "Only those that are ${COMPLETION-CANDIDATES}.")
    private @Nullable String status;

    @Option(names = "--text", paramLabel = "TEXT", description = "Only those with this in name, description or host.")
    private @Nullable String text;

    public AgentsCommand(Console console, Hubs hubs) {
        this.console = console;
        this.hubs = hubs;
    }

    static final class Statuses implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("connected", "disconnected", "active", "inactive").iterator();
        }
    }

    @Override
    public Integer call() throws RefusedException {
        ArrayNode agents = options.hub(hubs, console).list("/platform/v1/ris", parameters(), Integer.MAX_VALUE);
        if (options.json()) {
            console.document(agents);
        } else if (agents.isEmpty()) {
            console.note("ris: there is no such agent");
        } else {
            table(agents).print(console);
        }
        return ExitCode.OK;
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Gives an agent no further tasks. What runs goes on; what waits for it waits.")
    int pause(
            @Mixin HubOptions asked,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who wonder.") @Nullable
                    String reason,
            @Parameters(paramLabel = "AGENT", description = "Name or id of the agent.") String agent)
            throws RefusedException {
        return schedule(agent, "paused", reason, null, asked);
    }

    @Command(
            name = "drain",
            mixinStandardHelpOptions = true,
            description = "Gives an agent no further tasks, so that it can be taken away once what runs has ended.")
    int drain(
            @Mixin HubOptions asked,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who wonder.") @Nullable
                    String reason,
            @Option(
                            names = "--deadline",
                            paramLabel = "TIME",
                            description =
                                    "When what still runs is cancelled, such as 2026-11-22T12:00:00Z. Default: never.")
                    @Nullable
                    Instant deadline,
            @Parameters(paramLabel = "AGENT", description = "Name or id of the agent.") String agent)
            throws RefusedException {
        return schedule(agent, "draining", reason, deadline, asked);
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Gives an agent tasks again that was paused or drained.")
    int resume(
            @Mixin HubOptions asked,
            @Parameters(paramLabel = "AGENT", description = "Name or id of the agent.") String agent)
            throws RefusedException {
        return schedule(agent, "active", null, null, asked);
    }

    private int schedule(
            String agent, String state, @Nullable String reason, @Nullable Instant deadline, HubOptions asked)
            throws RefusedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("state", state);
        if (reason != null) {
            body.put("reason", reason);
        }
        if (deadline != null) {
            body.put("deadline", deadline.toString());
        }
        String path = "/platform/v1/ris/" + HubClient.part(agent) + "/scheduling";
        JsonNode scheduling = asked.hub(hubs, console).put(path, body).data();
        if (asked.json()) {
            console.document(scheduling);
        } else {
            console.result(Printable.line(
                    "agent " + agent + " is " + scheduling.path("state").asText()));
        }
        return ExitCode.OK;
    }

    private Map<String, @Nullable Object> parameters() {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        parameters.put(status != null && CONNECTION.contains(status) ? "connection_status" : "status", status);
        parameters.put("label", label);
        parameters.put("text", text);
        return parameters;
    }

    private static Table table(ArrayNode agents) {
        Table table = new Table("ID", "NAME", "CONNECTION", "STATUS", "HOST", "VERSION", "LABELS", "LAST SEEN");
        for (JsonNode agent : agents) {
            table.row(
                    agent.path("id").asText(),
                    agent.path("name").asText(),
                    agent.path("connection_status").asText(),
                    status(agent),
                    agent.path("host").asText(),
                    agent.path("version").asText(),
                    labels(agent.path("labels")),
                    agent.path("last_seen").asText());
        }
        return table;
    }

    /** Of an agent that works, whether it is given tasks. */
    private static String status(JsonNode agent) {
        String status = agent.path("status").asText();
        return status.equals("active") ? agent.path("scheduling").path("state").asText(status) : status;
    }

    private static String labels(JsonNode labels) {
        return labels.properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asText())
                .collect(Collectors.joining(","));
    }
}
