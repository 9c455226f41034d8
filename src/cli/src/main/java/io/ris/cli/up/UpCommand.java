package io.ris.cli.up;

import io.ris.cli.Configuration;
import io.ris.cli.Console;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import io.ris.cli.StopSignal;
import io.ris.cli.storage.DataDirectory;
import io.ris.settings.ServerSettings;
import io.ris.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ris up}: a hub and a local agent on this machine, until told to stop. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts the hub and an agent on this machine, and stops them with Ctrl-C.")
public final class UpCommand implements Callable<Integer> {

    private final Console console;
    private final Map<String, String> environment;
    private final Path home;
    private final Programs programs;
    private final StopSignal stop;
    private final Clock clock;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Keys, store and logs; default: RIS_DATA_DIR, else data beside the launcher.")
    private @Nullable Path dataDirectory;

    @Option(names = "--port", paramLabel = "N", description = "HTTPS port; default: server.port, 8057.")
    private @Nullable Integer port;

    @Option(names = "--no-agent", description = "Starts the hub alone.")
    private boolean withoutAgent;

    /**
     * @param home root of the source tree
     * @param programs what to start
     * @param stop when to stop it
     */
    public UpCommand(
            Console console,
            Map<String, String> environment,
            Path home,
            Programs programs,
            StopSignal stop,
            Clock clock) {
        this.console = console;
        this.environment = environment;
        this.home = home;
        this.programs = programs;
        this.stop = stop;
        this.clock = clock;
    }

    @Override
    public Integer call() throws RefusedException {
        int exitCode = ExitCode.FAILED;
        stop.begin();
        try {
            exitCode = run();
        } catch (RefusedException e) {
            exitCode = e.exitCode();
            throw e;
        } catch (IOException e) {
            throw new RefusedException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        } finally {
            stop.finish(exitCode);
        }
        return exitCode;
    }

    private int run() throws RefusedException, IOException {
        Map<String, String> overridden = overridden();
        Settings settings = Configuration.load(overridden);
        Path directory = settings.isGiven(ServerSettings.DATA_DIR)
                ? settings.get(ServerSettings.DATA_DIR)
                : home.resolve(settings.get(ServerSettings.DATA_DIR));
        try (DataDirectory data = DataDirectory.open(directory)) {
            Installation installation =
                    new Preparation(console, clock, overridden, settings, data).prepare(!withoutAgent);
            return new Supervisor(console, stop, programs, installation).run();
        }
    }

    private Map<String, String> overridden() {
        Map<String, String> result = new HashMap<>(environment);
        if (port != null) {
            if (port < 1 || port > 65535) {
                throw new ParameterException(
                        spec().commandLine(), "--port: " + port + " is not possible; allowed: 1 to 65535");
            }
            result.put(ServerSettings.PORT.variable(), port.toString());
        }
        if (dataDirectory != null) {
            result.put(ServerSettings.DATA_DIR.variable(), dataDirectory.toString());
        }
        return result;
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("run through the command line only");
        }
        return spec;
    }
}
