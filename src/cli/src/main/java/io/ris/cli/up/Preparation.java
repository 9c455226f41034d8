package io.ris.cli.up;

import io.ris.cli.Console;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import io.ris.cli.storage.DataDirectory;
import io.ris.cli.storage.PidFile;
import io.ris.cli.storage.PrivateFile;
import io.ris.cli.tls.CertificateWatch;
import io.ris.cli.tls.DirectoryTrust;
import io.ris.cli.tls.OperatorFiles;
import io.ris.cli.tls.ServerNames;
import io.ris.cli.tls.TlsMaterial;
import io.ris.cli.tls.TlsOrder;
import io.ris.settings.DirectorySettings;
import io.ris.settings.EncryptionSettings;
import io.ris.settings.IdentitySettings;
import io.ris.settings.OperationSettings;
import io.ris.settings.ServerSettings;
import io.ris.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a data directory ready for a hub, and refuses what could only fail later. Starts nothing. */
final class Preparation {

    private static final int MASTER_KEY_BYTES = 32;

    private final Console console;
    private final Clock clock;
    private final Map<String, String> environment;
    private final Settings settings;
    private final DataDirectory data;
    private final SecureRandom random = new SecureRandom();

    Preparation(Console console, Clock clock, Map<String, String> environment, Settings settings, DataDirectory data) {
        this.console = console;
        this.clock = clock;
        this.environment = environment;
        this.settings = settings;
        this.data = data;
    }

    Installation prepare(boolean withAgent) throws RefusedException, IOException {
        refuseStale("hub", Installation.hubPidFile(data));
        refuseStale("local agent", LocalAgent.pidFile(data));
        Listeners listeners = Listeners.choose(settings, console);
        boolean firstStart = !Files.exists(Installation.administratorPassword(data));
        data.directory("hub");
        makeMasterKey();
        TlsOrder order = tlsOrder();
        TlsMaterial tls = TlsMaterial.prepare(data.resolve("tls"), order, clock, random);
        if (settings.get(DirectorySettings.ENABLED)) {
            DirectoryTrust.prepare(tls, settings.find(DirectorySettings.CA_FILE));
        }
        Optional<Path> token =
                withAgent && !LocalAgent.isEnrolled(data) ? Optional.of(LocalAgent.tokenFile(data)) : Optional.empty();
        // An old token would be taken for the one that the hub is about to write.
        Files.deleteIfExists(LocalAgent.tokenFile(data));
        PrivateFile.write(data.resolve("hub/url"), listeners.https().uri() + "\n"); // for ris login
        return new Installation(
                data,
                tls,
                new CertificateWatch(tls, order, clock, console),
                listeners,
                settings.get(ServerSettings.JVM_OPTIONS),
                HubEnvironment.of(environment, settings, data.root(), listeners, tls, token),
                environment,
                settings.get(OperationSettings.DRAIN_TIMEOUT),
                settings.get(IdentitySettings.DEFAULT_TENANT),
                firstStart,
                withAgent);
    }

    private static void refuseStale(String what, PidFile pidFile) throws RefusedException, IOException {
        Optional<ProcessHandle> stale = pidFile.findRunning();
        if (stale.isPresent()) {
            long pid = stale.get().pid();
            throw new RefusedException(
                    ExitCode.BAD_DATA_DIRECTORY,
                    "an earlier " + what + " (pid " + pid + ") still runs on this data directory; stop it first: kill "
                            + pid);
        }
    }

    private void makeMasterKey() throws IOException, RefusedException {
        Path file = data.resolve("master.key");
        if (EncryptionSettings.isMasterKeyGiven(settings)) {
            return;
        }
        if (!Files.exists(file)) {
            byte[] key = new byte[MASTER_KEY_BYTES];
            random.nextBytes(key);
            PrivateFile.write(file, Base64.getEncoder().encodeToString(key) + "\n");
        } else if (!holdsKey(file)) {
            throw new RefusedException(
                    ExitCode.BAD_DATA_DIRECTORY, file + " must hold " + MASTER_KEY_BYTES + " bytes in base64");
        }
    }

    private static boolean holdsKey(Path file) throws IOException {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            return Base64.getDecoder().decode(text.strip()).length == MASTER_KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private TlsOrder tlsOrder() {
        return new TlsOrder(
                names(),
                operatorFiles(),
                settings.find(ServerSettings.TLS_CLIENT_CA_FILE).or(() -> settings.find(ServerSettings.TLS_CA_FILE)),
                settings.get(ServerSettings.TLS_CLIENT_AUTH).equals("require"));
    }

    private ServerNames names() {
        List<String> further = new ArrayList<>();
        Listener https = new Listener(settings.get(ServerSettings.HOST_ADDRESS), settings.get(ServerSettings.PORT));
        if (!https.isEverywhere()) {
            further.add(https.host());
        }
        settings.find(ServerSettings.PUBLIC_URL).map(Preparation::host).ifPresent(further::add);
        return ServerNames.ofThisMachine(further);
    }

    private static @Nullable String host(String url) {
        String host = URI.create(url).getHost();
        return host == null ? null : host.replaceAll("[\\[\\]]", "");
    }

    private Optional<OperatorFiles> operatorFiles() {
        return settings.find(ServerSettings.TLS_CERT_FILE)
                .map(certificate -> new OperatorFiles(
                        certificate,
                        settings.get(ServerSettings.TLS_KEY_FILE),
                        settings.find(ServerSettings.TLS_CA_FILE)));
    }
}
