package io.ris.cli.up;

import io.ris.cli.tls.TlsMaterial;
import io.ris.settings.EncryptionSettings;
import io.ris.settings.IdentitySettings;
import io.ris.settings.OperationSettings;
import io.ris.settings.ServerSettings;
import io.ris.settings.Setting;
import io.ris.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The environment variables of the hub's process: the caller's, and what was decided here. */
final class HubEnvironment {

    /** Liberty's own variables, which would lead it out of the data directory. */
    private static final Set<String> NOT_PASSED_ON =
            Set.of("LOG_DIR", "WLP_USER_DIR", "X_LOG_DIR", "VARIABLE_SOURCE_DIRS");

    private static final Map<String, String> LOG_LEVELS =
            Map.of("debug", "fine", "info", "info", "warn", "warning", "error", "severe");

    private static final int HTTPS_PORT = 443;

    private final Map<String, String> variables;
    private final Settings settings;

    private HubEnvironment(Map<String, String> caller, Settings settings) {
        this.variables = new HashMap<>(Settings.withAbsolutePaths(caller));
        this.settings = settings;
        variables.keySet().removeAll(NOT_PASSED_ON);
    }

    static Map<String, String> of(
            Map<String, String> caller,
            Settings settings,
            Path dataDirectory,
            Listeners listeners,
            TlsMaterial tls,
            Optional<Path> localAgentToken) {
        HubEnvironment environment = new HubEnvironment(caller, settings);
        environment.addPlaces(dataDirectory, localAgentToken);
        environment.addListeners(listeners);
        environment.addTls(tls);
        environment.addLimits();
        environment.addTokens();
        environment.variables.putAll(DirectoryVariables.of(settings));
        return Map.copyOf(environment.variables);
    }

    private void addPlaces(Path dataDirectory, Optional<Path> localAgentToken) {
        put("WLP_OUTPUT_DIR", dataDirectory.resolve("hub"));
        decide(ServerSettings.DATA_DIR, dataDirectory.toString());
        if (!EncryptionSettings.isMasterKeyGiven(settings)) {
            put("RIS_MASTER_KEY_FILE", dataDirectory.resolve("master.key"));
        }
        localAgentToken.ifPresent(file -> put("RIS_LOCAL_AGENT_TOKEN_FILE", file));
    }

    private void addListeners(Listeners listeners) {
        int httpPort = listeners.http().map(Listener::port).orElse(0);
        addListener("HTTPS", Optional.of(listeners.https()));
        addListener("HTTP", listeners.http());
        addListener("METRICS", listeners.metrics());
        addListener("AGENT", listeners.agents());
        addListener("ENROLMENT", listeners.enrolment());
        listeners.agents().ifPresent(agents -> put("LIBERTY_AGENT_ALIAS_PORT", agents.port()));
        listeners.enrolment().ifPresent(enrolment -> {
            put("LIBERTY_ENROLMENT_ALIAS_PORT", enrolment.port());
            decide(ServerSettings.ENROLMENT_PORT, Integer.toString(enrolment.port()));
        });
        listeners.http().ifPresent(http -> put("LIBERTY_HTTP_ALIAS_PORT", http.port()));
        if (settings.isGiven(ServerSettings.PUBLIC_URL)) {
            int port = URI.create(settings.get(ServerSettings.PUBLIC_URL)).getPort();
            put("LIBERTY_PUBLIC_PORT", port < 0 ? HTTPS_PORT : port);
        }
        if (settings.get(ServerSettings.HTTP_PORT) != httpPort) {
            decide(ServerSettings.HTTP_PORT, Integer.toString(httpPort));
        }
        listeners.metrics().ifPresent(metrics -> {
            if (settings.get(OperationSettings.METRICS_PORT) != metrics.port()) {
                decide(OperationSettings.METRICS_PORT, Integer.toString(metrics.port()));
                decide(OperationSettings.METRICS_HOST, metrics.host());
            }
        });
    }

    private void addListener(String name, Optional<Listener> listener) {
        listener.ifPresent(address -> put("LIBERTY_" + name + "_HOST", address.isEverywhere() ? "*" : address.host()));
        put("LIBERTY_" + name + "_PORT", listener.map(Listener::port).orElse(-1));
    }

    private void addTls(TlsMaterial tls) {
        String clientAuth = settings.get(ServerSettings.TLS_CLIENT_AUTH);
        put("LIBERTY_KEYSTORE_DIR", tls.directory());
        put("LIBERTY_KEYSTORE_PASSWORD", tls.storePassword());
        put("LIBERTY_TLS_PROTOCOLS", protocols());
        put("LIBERTY_CLIENT_AUTH_SUPPORTED", !clientAuth.equals("none"));
        put("LIBERTY_CLIENT_AUTH_REQUIRED", clientAuth.equals("require"));
        List<String> suites = settings.get(ServerSettings.TLS_CIPHER_SUITES);
        if (!suites.isEmpty()) {
            put("LIBERTY_TLS_CIPHERS", String.join(" ", suites));
        }
    }

    /** With a shared secret the server must know it to verify tokens; public keys it has from the hub. */
    private void addTokens() {
        String algorithm = settings.get(IdentitySettings.JWT_ALGORITHM);
        put("LIBERTY_JWT_ALGORITHM", algorithm);
        if (algorithm.equals("HS256")) {
            settings.find(IdentitySettings.JWT_SECRET).ifPresent(secret -> put("LIBERTY_JWT_SECRET", secret));
        }
    }

    private String protocols() {
        String least = "TLSv" + settings.get(ServerSettings.TLS_MIN_VERSION);
        String most = "TLSv" + settings.get(ServerSettings.TLS_MAX_VERSION);
        return least.equals(most) ? least : least + "," + most;
    }

    private void addLimits() {
        put("LIBERTY_READ_TIMEOUT", settings.get(ServerSettings.READ_TIMEOUT).toSeconds() + "s");
        put("LIBERTY_WRITE_TIMEOUT", settings.get(ServerSettings.WRITE_TIMEOUT).toSeconds() + "s");
        put("LIBERTY_IDLE_TIMEOUT", settings.get(ServerSettings.IDLE_TIMEOUT).toSeconds() + "s");
        String level = settings.get(OperationSettings.LOG_LEVEL);
        put("LIBERTY_LOG_LEVEL", LOG_LEVELS.getOrDefault(level, level));
    }

    /** Sets a setting for the hub under its own variable, and under no other. */
    private void decide(Setting<?> setting, String value) {
        variables.keySet().removeAll(setting.variableAliases());
        put(setting.variable(), value);
    }

    private void put(String name, Object value) {
        variables.put(name, value.toString());
    }
}
