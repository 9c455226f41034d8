package io.ris.cli.hub;

import io.ris.cli.Console;
import io.ris.cli.RefusedException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that asks a hub for something. */
public final class HubOptions {

    @Option(names = "--tenant", paramLabel = "CODE", description = "Another tenant than that of the login.")
    private @Nullable String tenant;

    @Option(names = "--json", description = "Prints one JSON document, as the hub says it, and nothing else.")
    private boolean json;

    /** Whether the result is for programs. */
    public boolean json() {
        return json;
    }

    /** The hub of the last login, asked again where it has had too many requests. */
    public HubClient hub(Hubs hubs, Console console) throws RefusedException {
        return hub(hubs, Patience.forLimits(Clock.systemUTC(), line -> console.note("ris: " + line)));
    }

    /** The hub of the last login. */
    public HubClient hub(Hubs hubs, Patience patience) throws RefusedException {
        return hubs.require().in(tenant).with(patience);
    }
}
