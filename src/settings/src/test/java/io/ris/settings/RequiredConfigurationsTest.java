package io.ris.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations that the requirement itself shows. */
class RequiredConfigurationsTest {

    private static final Path RESOURCES = Path.of("src/test/resources");

    @TempDir
    Path directory;

    @Test
    void theRequirementsMasterConfigurationIsKnownToTheLastKey() {
        assertThat(problems(resource("master-configuration.json")))
                .as("its example secret is the one thing that cannot be used")
                .singleElement()
                .asString()
                .startsWith(
                        "authentication.jwt.secret: has 19 bytes; authentication.jwt.algorithm HS256 needs at least 32");
    }

    @Test
    void theRequirementsMasterConfigurationTakesEffect() throws Exception {
        Settings settings = Settings.load(Map.of(
                "CONFIG_PATH",
                resource("master-configuration.json"),
                "JWT_SECRET",
                "0123456789abcdef0123456789abcdef"));

        assertThat(settings.get(FleetSettings.CONNECTION_TIMEOUT)).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.get(FleetSettings.RECONNECT_INITIAL_DELAY)).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.get(ServerSettings.TLS_CLIENT_AUTH)).isEqualTo("require");
        assertThat(settings.get(ServerSettings.TLS_CIPHER_SUITES)).hasSize(3);
        assertThat(settings.embeddedStore()).isFalse();
    }

    @Test
    void theRequirementsShortNamesAreAliases() throws Exception {
        Settings settings = Settings.load(Map.of("CONFIG_PATH", resource("config-map.json")));

        assertThat(settings.get(ServerSettings.TLS_CERT_FILE)).isEqualTo(Path.of("/app/certs/tls.crt"));
        assertThat(settings.get(ServerSettings.TLS_KEY_FILE)).isEqualTo(Path.of("/app/certs/tls.key"));
        assertThat(settings.get(DatabaseSettings.MONGODB_URI)).isEqualTo("mongodb://ris-mongodb:27017/ris");
        assertThat(settings.isGiven(ServerSettings.TLS_ENABLED)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"session\":{\"duration\":\"9h\"}}",
                "{\"authentication\":{\"session\":{\"duration\":\"9h\"}}}",
                "{\"authentication.session.duration\":\"9h\"}"
            })
    void acceptsSectionsInBothPlacesThatTheRequirementLeavesOpen(String text) throws Exception {
        Settings settings = Settings.load(Map.of("CONFIG_PATH", file(text).toString()));

        assertThat(settings.get(IdentitySettings.SESSION_DURATION)).isEqualTo(Duration.ofHours(9));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("config.json"), text);
    }

    private static String resource(String name) {
        return RESOURCES.resolve(name).toString();
    }

    private static List<String> problems(String file) {
        try {
            Settings.load(Map.of("CONFIG_PATH", file));
            return List.of();
        } catch (InvalidSettingsException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }
}
