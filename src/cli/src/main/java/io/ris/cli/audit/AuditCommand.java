package io.ris.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.cli.Console;
import io.ris.cli.ExitCode;
import io.ris.cli.Printable;
import io.ris.cli.RefusedException;
import io.ris.cli.hub.HubClient;
import io.ris.cli.hub.Hubs;
import io.ris.cli.hub.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ris audit}: whether the trail is whole, what is in it, and all of it as a file. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Verifies, lists and exports the audit trail of the hub that ris login has named.",
        synopsisSubcommandLabel = "COMMAND")
public final class AuditCommand {

    private static final String PATH = "/platform/v1/audit";
    private static final int PAGE = 200;

    private final Console console;
    private final Hubs hubs;

    public AuditCommand(Console console, Hubs hubs) {
        this.console = console;
        this.hubs = hubs;
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description =
                    "Looks at every record: whether all are there and as the hub wrote them. Without an option, at all"
                            + " that the login may see. Exit code 0 where nothing is wrong, 1 where something is.")
    int verify(
            @Option(names = "--tenant", paramLabel = "CODE", description = "That tenant's trail alone.") @Nullable
                    String tenant,
            @Option(names = "--platform", description = "The trail of what concerns no tenant alone.") boolean platform,
            @Option(names = "--json", description = "Prints the hub's answer.") boolean json)
            throws RefusedException {
        HubClient hub = hubs.require().in(tenant);
        String all = hub.isSuperAdmin() && tenant == null ? "all" : "tenant";
        JsonNode found = hub.post(PATH + "/verify" + HubClient.query(Map.of("trail", platform ? "platform" : all)))
                .data();
        if (json) {
            console.result(found.toString());
        } else {
            new Findings(console).show(found);
        }
        return found.path("intact").asBoolean() ? ExitCode.OK : ExitCode.FAILED;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists records, the newest first.")
    int list(
            @Mixin Choice choice,
            @Mixin Limit limit,
            @Option(names = "--json", description = "One JSON document a line.") boolean json)
            throws RefusedException {
        HubClient hub = hubs.require().in(choice.tenant);
        Map<String, @Nullable Object> parameters = choice.parameters();
        parameters.put("per_page", Math.min(PAGE, limit.items()));
        Optional<String> next = Optional.of(PATH + HubClient.query(parameters));
        for (int left = limit.items(); left > 0 && next.isPresent(); left -= PAGE) {
            HubClient.Answer page = hub.get(next.get());
            int shown = 0;
            for (JsonNode record : page.data()) {
                if (shown++ < left) {
                    console.result(json ? record.toString() : line(record));
                }
            }
            next = page.next();
        }
        return ExitCode.OK;
    }

    /** Names and paths are what strangers sent. */
    private static String line(JsonNode record) {
        return Printable.line(String.join(
                "  ",
                record.path("timestamp").asText(),
                record.path("result").asText(),
                record.path("action").asText(),
                record.path("user").asText("-"),
                record.path("ip").asText("-"),
                record.path("resource").asText()));
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Writes records, the newest first, as JSON lines or CSV.")
    int export(
            @Mixin Choice choice,
            @Option(names = "--format", description = "json or csv; default: as the hub is set.") @Nullable
                    String format,
            @Option(names = "--output", paramLabel = "FILE", description = "Default: standard output.") @Nullable
                    Path output)
            throws RefusedException {
        Map<String, @Nullable Object> parameters = choice.parameters();
        parameters.put("format", format);
        HubClient hub = hubs.require().in(choice.tenant);
        try (InputStream lines = hub.stream(PATH + "/export" + HubClient.query(parameters))) {
            copy(lines, output);
        } catch (IOException e) {
            throw new RefusedException(ExitCode.FAILED, "the export broke off: " + e.getMessage(), e);
        }
        return ExitCode.OK;
    }

    private void copy(InputStream lines, @Nullable Path output) throws IOException {
        if (output == null) {
            Reader text = new InputStreamReader(lines, StandardCharsets.UTF_8);
            console.copy(text);
        } else {
            try (OutputStream file = Files.newOutputStream(output)) {
                lines.transferTo(file);
            }
        }
    }
}
