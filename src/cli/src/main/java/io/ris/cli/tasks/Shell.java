package io.ris.cli.tasks;

import io.ris.cli.Console;
import io.ris.cli.RefusedException;
import io.ris.cli.StopSignal;
import io.ris.cli.hub.HubClient;
import io.ris.cli.hub.HubOptions;
import io.ris.cli.hub.Hubs;
import io.ris.cli.hub.Patience;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * What is around a command.
 *
 * @param input standard input
 * @param output standard output, for bytes
 * @param errors standard error, for bytes
 */
public record Shell(
        Console console,
        Hubs hubs,
        Map<String, String> environment,
        InputStream input,
        OutputStream output,
        OutputStream errors,
        StopSignal stop,
        Clock clock) {

    /** How long a command that waits for a task bears with a hub that is away: restarts, upgrades. */
    private static final Duration AWAY = Duration.ofMinutes(5);

    Tasks tasks(HubOptions options) throws RefusedException {
        return new Tasks(options.hub(hubs, console));
    }

    /** For who waits, whatever becomes of the hub meanwhile. */
    Tasks patientTasks(HubOptions options) throws RefusedException {
        return new Tasks(patientHub(options));
    }

    /** The hub, for who waits. */
    HubClient patientHub(HubOptions options) throws RefusedException {
        return options.hub(hubs, Patience.of(AWAY, clock, stop::isRequested, line -> console.note("ris: " + line)));
    }

    /** Where a stream of a task goes. */
    OutputStream target(String stream) {
        return stream.equals(TaskJson.STDERR) ? errors : output;
    }
}
