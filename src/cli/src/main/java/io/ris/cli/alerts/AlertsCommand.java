package io.ris.cli.alerts;

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
import io.ris.cli.hub.Limit;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ris alerts}: those that are asked for, and taking one on or ending it. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        description = "Lists alerts, the open ones first; takes one on, or ends it.")
public final class AlertsCommand implements Callable<Integer> {

    private static final String PATH = "/platform/v1/alerts";

    private final Console console;
    private final Hubs hubs;

    @Mixin
    private HubOptions options = new HubOptions();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            completionCandidates = States.class,
            description = "Only those that are ${COMPLETION-CANDIDATES}.")
    private @Nullable String state;

    @Option(
            names = "--severity",
            paramLabel = "SEVERITY",
            completionCandidates = Severities.class,
            description = "Only those that are of ${COMPLETION-CANDIDATES}.")
    private @Nullable String severity;

    @Mixin
    private Limit limit = new Limit();

    public AlertsCommand(Console console, Hubs hubs) {
        this.console = console;
        this.hubs = hubs;
    }

    static final class States implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("pending", "firing", "acknowledged", "resolved").iterator();
        }
    }

    static final class Severities implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("info", "warning", "critical").iterator();
        }
    }

    @Override
    public Integer call() throws RefusedException {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        parameters.put("state", state);
        parameters.put("severity", severity);
        ArrayNode alerts = options.hub(hubs, console).list(PATH, parameters, limit.items());
        if (options.json()) {
            console.document(alerts);
        } else if (alerts.isEmpty()) {
            console.note("ris: there is no such alert");
        } else {
            table(alerts).print(console);
        }
        return ExitCode.OK;
    }

    private static Table table(ArrayNode alerts) {
        Table table = new Table("ALERT", "STATE", "SEVERITY", "SINCE", "WHO", "WHAT");
        for (JsonNode alert : alerts) {
            table.row(
                    alert.path("id").asText(),
                    alert.path("state").asText(),
                    alert.path("severity").asText(),
                    alert.path("pending_since").asText(),
                    alert.at("/acknowledged/by").asText(),
                    alert.path("summary").asText());
        }
        return table;
    }

    @Command(
            name = "ack",
            mixinStandardHelpOptions = true,
            description = "Takes a firing alert on: it is not told again, and others see who looks after it.")
    int acknowledge(
            @Mixin HubOptions asked,
            @Option(names = "--note", paramLabel = "TEXT", description = "For those who wonder.") @Nullable String note,
            @Parameters(paramLabel = "ALERT", description = "Id of the alert.") String alert)
            throws RefusedException {
        return handle("acknowledge", alert, note, asked);
    }

    @Command(
            name = "resolve",
            mixinStandardHelpOptions = true,
            description = "Ends an alert. There is another one when its condition has not held in between.")
    int resolve(
            @Mixin HubOptions asked,
            @Option(names = "--note", paramLabel = "TEXT", description = "For those who wonder.") @Nullable String note,
            @Parameters(paramLabel = "ALERT", description = "Id of the alert.") String alert)
            throws RefusedException {
        return handle("resolve", alert, note, asked);
    }

    private int handle(String what, String alert, @Nullable String note, HubOptions asked) throws RefusedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (note != null) {
            body.put("note", note);
        }
        String path = PATH + "/" + HubClient.part(alert) + "/" + what;
        JsonNode handled = asked.hub(hubs, console)
                .post(path, body, UUID.randomUUID().toString())
                .data();
        if (asked.json()) {
            console.document(handled);
        } else {
            console.result(Printable.line(
                    "alert " + alert + " is " + handled.path("state").asText()));
        }
        return ExitCode.OK;
    }
}
