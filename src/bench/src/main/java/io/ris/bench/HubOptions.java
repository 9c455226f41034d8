package io.ris.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options by which every benchmark is told which hub to measure. */
final class HubOptions {

    @ArgGroup(exclusive = false, heading = "A hub that runs already (default: one is started and removed again)%n")
    private @Nullable Running running;

    private static final class Running {

        @Option(names = "--hub", required = true, paramLabel = "URL", description = "Such as https://localhost:8057")
        private URI address = URI.create("https://localhost:8057");

        @Option(names = "--ca", required = true, paramLabel = "FILE", description = "DIR/tls/ca.pem of the hub")
        private Path caFile = Path.of("tls/ca.pem");

        @Option(
                names = "--admin-password-file",
                required = true,
                paramLabel = "FILE",
                description = "DIR/admin-password of the hub")
        private Path adminPasswordFile = Path.of("admin-password");

        @Option(
                names = "--hub-pid",
                paramLabel = "PID",
                description = "The hub's process on this machine, to measure its heap and processor time")
        private @Nullable Long pid;
    }

    /** The directory that {@code ./ris} is in. */
    Path home() {
        return Path.of(System.getProperty("ris.home", "")).toAbsolutePath();
    }

    /**
     * Starts the hub, or finds the running one.
     *
     * @param settings environment variables for a hub that is started
     */
    HubUnderTest open(Map<String, String> settings) throws IOException, InterruptedException, GeneralSecurityException {
        return running == null
                ? HubUnderTest.start(home(), settings)
                : HubUnderTest.attach(running.address, running.caFile, running.adminPasswordFile, running.pid);
    }
}
