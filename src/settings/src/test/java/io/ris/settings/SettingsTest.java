package io.ris.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final String MASTER_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @TempDir
    Path directory;

    @Test
    void hasDefaultsForDevelopmentWithoutAnyConfiguration() throws Exception {
        Settings settings = Settings.load(Map.of());

        assertThat(settings.get(ServerSettings.ENVIRONMENT)).isEqualTo(RuntimeEnvironment.DEVELOPMENT);
        assertThat(settings.get(ServerSettings.PORT)).isEqualTo(8057);
        assertThat(settings.get(TaskSettings.TASK_TIMEOUT)).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.get(FleetSettings.RECONNECT_MAX_ATTEMPTS)).isZero();
        assertThat(settings.find(DatabaseSettings.MONGODB_URI)).isEmpty();
        assertThat(settings.embeddedStore()).isTrue();
        assertThat(settings.origin(ServerSettings.PORT)).isEqualTo(new Origin.Default());
    }

    @Test
    void environmentWinsOverFileAndFileOverDefault() throws Exception {
        Path file = file("{\"server\":{\"port\":1001,\"host\":\"10.0.0.1\"}}");

        Settings settings = Settings.load(Map.of("CONFIG_PATH", file.toString(), "RIS_SERVER_PORT", "1002"));

        assertThat(settings.get(ServerSettings.PORT)).isEqualTo(1002);
        assertThat(settings.origin(ServerSettings.PORT)).hasToString("environment variable RIS_SERVER_PORT");
        assertThat(settings.get(ServerSettings.HOST_ADDRESS)).isEqualTo("10.0.0.1");
        assertThat(settings.origin(ServerSettings.HOST_ADDRESS)).hasToString(file + " line 1");
        assertThat(settings.get(ServerSettings.HTTP_HOST)).isEqualTo("127.0.0.1");
    }

    @Test
    void plainListenerIsOnWithTheEmbeddedStoreAlone() throws Exception {
        assertThat(Settings.load(Map.of()).get(ServerSettings.HTTP_PORT)).isEqualTo(8080);
        assertThat(Settings.load(Map.of("MONGODB_URI", "mongodb://db/ris")).get(ServerSettings.HTTP_PORT))
                .isZero();
    }

    @Test
    void readsTheVariablesThatTheRequirementNames() throws Exception {
        Settings settings = Settings.load(Map.of(
                "RIS_ENV", "staging",
                "MONGODB_URI", "mongodb://db/ris",
                "REDIS_URI", "redis://cache",
                "TLS_CERT_FILE", "/certs/server.crt",
                "TLS_KEY_FILE", "/certs/server.key",
                "JWT_SECRET", "s",
                "LOG_LEVEL", "WARN",
                "METRICS_PORT", "9191"));

        assertThat(settings.get(ServerSettings.ENVIRONMENT)).isEqualTo(RuntimeEnvironment.STAGING);
        assertThat(settings.get(DatabaseSettings.MONGODB_URI)).isEqualTo("mongodb://db/ris");
        assertThat(settings.get(ServerSettings.TLS_CERT_FILE)).isEqualTo(Path.of("/certs/server.crt"));
        assertThat(settings.get(ServerSettings.TLS_KEY_FILE)).isEqualTo(Path.of("/certs/server.key"));
        assertThat(settings.get(IdentitySettings.JWT_SECRET)).isEqualTo("s");
        assertThat(settings.get(OperationSettings.LOG_LEVEL)).isEqualTo("warn");
        assertThat(settings.get(OperationSettings.METRICS_PORT)).isEqualTo(9191);
        assertThat(settings.asProperties()).containsEntry("database.redis.uri", "redis://cache");
    }

    @ParameterizedTest
    @CsvSource({
        "dev,DEVELOPMENT",
        "development,DEVELOPMENT",
        "Staging,STAGING",
        "prod,PRODUCTION",
        "production,PRODUCTION"
    })
    void readsLongAndShortNamesOfEnvironments(String text, RuntimeEnvironment expected) throws Exception {
        assertThat(ServerSettings.ENVIRONMENT.read(new RawValue.Variable(text))).isEqualTo(expected);
    }

    @Test
    void productionNamesEverythingThatItMisses() {
        assertThat(problems(Map.of("RIS_ENV", "production")))
                .containsExactlyInAnyOrder(
                        "database.mongodb.uri: is missing; production needs a store of its own"
                                + " (set MONGODB_URI or MONGODB_URI_FILE)",
                        "server.tls.cert_file: is missing; production needs a server certificate (set TLS_CERT_FILE)",
                        "server.tls.key_file: is missing; production needs the key of the server certificate"
                                + " (set TLS_KEY_FILE)",
                        "security.master_key: is missing; production needs a master key from outside the data directory"
                                + " (set RIS_MASTER_KEY or RIS_MASTER_KEY_FILE)");
    }

    @Test
    void productionStartsWithWhatItNeedsAndHasItsOwnDefaults() throws Exception {
        Settings settings = Settings.load(Map.of(
                "RIS_ENV", "prod",
                "MONGODB_URI", "mongodb://db/ris",
                "TLS_CERT_FILE", "c",
                "TLS_KEY_FILE", "k",
                "RIS_MASTER_KEY", MASTER_KEY));

        assertThat(settings.asProperties())
                .containsEntry("environment", "production")
                .containsEntry("security.audit.retention_days", "365");
    }

    @Test
    void readsSecretsFromFiles() throws Exception {
        Path secret = Files.writeString(directory.resolve("key"), MASTER_KEY + "\n");

        Settings settings = Settings.load(Map.of("RIS_MASTER_KEY_FILE", secret.toString()));

        assertThat(settings.get(EncryptionSettings.MASTER_KEY)).isEqualTo(MASTER_KEY);
    }

    @Test
    void refusesSecretFilesThatCannotBeReadOrAreEmpty() throws Exception {
        Path empty = Files.createFile(directory.resolve("empty"));

        assertThat(problems(Map.of("MONGODB_URI_FILE", "/nowhere/uri", "JWT_SECRET_FILE", empty.toString())))
                .containsExactlyInAnyOrder(
                        "database.mongodb.uri: cannot read the file /nowhere/uri"
                                + " (environment variable MONGODB_URI_FILE)",
                        "authentication.jwt.secret: the file " + empty + " is empty"
                                + " (environment variable JWT_SECRET_FILE)");
    }

    @Test
    void reportsEveryProblemAtOnceInOneLineEach() throws Exception {
        Path file = file("""
                {
                  "server": {"prot": 1, "port": "8057", "timeouts": {"read": "thirty"}},
                  "task_orchestration": {"task_timeout": 300},
                  "logging": "json",
                  "nonsense": {}
                }""");

        assertThat(problems(Map.of("CONFIG_PATH", file.toString(), "METRICS_PORT", "70000", "RIS_SERVER_PROT", "1")))
                .containsExactlyInAnyOrder(
                        "server.prot: is not a known key; did you mean server.port? (" + file + " line 2)",
                        "server.port: has the wrong type: text; allowed: whole number, 1 to 65535 (" + file
                                + " line 2)",
                        "server.timeouts.read: 'thirty' is not a duration such as 500ms, 30s, 10m, 24h, 7d;"
                                + " allowed: duration, 1s to 1h (" + file + " line 2)",
                        "task_orchestration.task_timeout: 300 is a bare number; write it as text in quotes, with its unit"
                                + " where it is a duration or a size; allowed: duration, 1s to 7d (" + file
                                + " line 3)",
                        "logging: is a section and needs an object {...} (" + file + " line 4)",
                        "nonsense: is not a known section (" + file + " line 5)",
                        "monitoring.metrics.port: '70000' is not possible; allowed: whole number, 1 to 65535"
                                + " (environment variable METRICS_PORT)",
                        "RIS_SERVER_PROT: is not a known variable; did you mean RIS_SERVER_PORT?"
                                + " (environment variable RIS_SERVER_PROT)");
    }

    @Test
    void suggestsTheSectionWhereAMisplacedKeyBelongs() throws Exception {
        Path file = file("{\"client_management\":{\"task_timeout\":\"1s\"}}");

        assertThat(problems(Map.of("CONFIG_PATH", file.toString())))
                .singleElement()
                .asString()
                .contains("did you mean task_orchestration.task_timeout?");
    }

    @Test
    void neverShowsASecretInAProblem() {
        assertThat(problems(Map.of("MONGODB_URI", "http://user:hunter2@db", "RIS_MASTER_KEY", "hunter2")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).doesNotContain("hunter2").contains("is not possible; allowed:"));
    }

    @Test
    void refusesASettingGivenUnderTwoNamesOfOneSource() throws Exception {
        Path file = file("{\"logging\":{\"level\":\"info\"},\"security\":{\"logging\":{\"level\":\"info\"}}}");

        assertThat(problems(Map.of(
                        "CONFIG_PATH", file.toString(), "METRICS_PORT", "9090", "RIS_MONITORING_METRICS_PORT", "9091")))
                .containsExactlyInAnyOrder(
                        "logging.level: is given twice, as logging.level (" + file + " line 1) and as"
                                + " security.logging.level; keep one (" + file + " line 1)",
                        "monitoring.metrics.port: is given twice, as METRICS_PORT (environment variable METRICS_PORT)"
                                + " and as RIS_MONITORING_METRICS_PORT; keep one"
                                + " (environment variable RIS_MONITORING_METRICS_PORT)");
    }

    @Test
    void refusesAKeyThatTheFileRepeats() throws Exception {
        Path file = file("{\"server\":{\"port\":1,\"port\":2}}");

        assertThat(problems(Map.of("CONFIG_PATH", file.toString())))
                .singleElement()
                .asString()
                .startsWith("server.port: is given twice");
    }

    @Test
    void acceptsVariablesThatAreNoSettingsAndKubernetesServiceLinks() throws Exception {
        Settings settings = Settings.load(Map.of(
                "RIS_BUILD", "never",
                "RIS_JAVA_HOME", "/jdk",
                "RIS_AGENT_TOKEN", "t",
                "RIS_LOCAL_AGENT_TOKEN_FILE", "/t",
                "RIS_SERVER_PORT", "tcp://10.0.0.1:8057",
                "RIS_SERVER_SERVICE_HOST", "10.0.0.1",
                "RIS_SERVER_SERVICE_PORT_HTTPS", "8057",
                "RIS_MONGODB_PORT_27017_TCP_ADDR", "10.0.0.2"));

        assertThat(settings.get(ServerSettings.PORT)).isEqualTo(8057);
        assertThat(settings.isGiven(ServerSettings.PORT)).isFalse();
    }

    @Test
    void treatsAnEmptyVariableAsAbsent() throws Exception {
        assertThat(Settings.load(Map.of("MONGODB_URI", "")).embeddedStore()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\":}", "[]", "{} {}", ""})
    void refusesAFileThatIsNotOneJsonObject(String text) throws Exception {
        Path file = file(text);

        assertThat(problems(Map.of("CONFIG_PATH", file.toString())))
                .singleElement()
                .asString()
                .startsWith(file + ": ");
    }

    @Test
    void refusesAFileThatDoesNotExist() {
        assertThat(problems(Map.of("CONFIG_PATH", "/nowhere/config.json")))
                .containsExactly("CONFIG_PATH: there is no file /nowhere/config.json");
    }

    @Test
    void refusesNullAndNestedLists() throws Exception {
        Path file = file("{\"server\":{\"port\":null,\"tls\":{\"cipher_suites\":[[]]}}}");

        assertThat(problems(Map.of("CONFIG_PATH", file.toString())))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith("server.port: null is not a value"))
                .anySatisfy(
                        line -> assertThat(line).startsWith("server.tls.cipher_suites: has the wrong type: a list"));
    }

    @Test
    void refusesToSwitchTlsOffAndSaysWhy() throws Exception {
        Path file = file("{\"server\":{\"tls\":{\"enabled\":false}}}");

        assertThat(problems(Map.of("CONFIG_PATH", file.toString())))
                .singleElement()
                .asString()
                .contains("server.tls.enabled: 'false' is not possible; allowed: true or false, only true");
    }

    @Test
    void refusesToRunWithoutRolesAndSaysWhy() throws Exception {
        Path file = file("{\"authorization\":{\"rbac\":{\"enabled\":false}}}");

        assertThat(problems(Map.of("CONFIG_PATH", file.toString())))
                .singleElement()
                .asString()
                .contains(
                        "authorization.rbac.enabled: 'false' is not possible; allowed: true or false, only true: who");
        assertThat(problems(Map.of("RIS_AUTHORIZATION_RBAC_ENABLED", "no"))).hasSize(1);
    }

    @Test
    void refusesLoginsThatMakeTenantsWhereThereIsOneAlone() {
        assertThat(problems(Map.of("RIS_MULTI_TENANT_ENABLED", "false", "RIS_MULTI_TENANT_AUTO_PROVISION", "true")))
                .containsExactly("multi_tenant.auto_provision: is true, and multi_tenant.enabled is false"
                        + " (environment variable RIS_MULTI_TENANT_AUTO_PROVISION)");
    }

    @Test
    void refusesValuesThatContradictEachOther() {
        assertThat(problems(Map.of(
                        "RIS_SERVER_TLS_MIN_VERSION", "1.3",
                        "RIS_SERVER_TLS_MAX_VERSION", "1.2",
                        "TLS_CERT_FILE", "c",
                        "RIS_SERVER_PORT", "9000",
                        "METRICS_PORT", "9000",
                        "RIS_DATABASE_MONGODB_MIN_POOL_SIZE", "101",
                        "RIS_AUTHENTICATION_JWT_ALGORITHM", "hs256",
                        "RIS_TASK_ORCHESTRATION_RETRY_POLICY_INITIAL_DELAY", "2m",
                        "RIS_CLIENT_MANAGEMENT_PING_INTERVAL", "46s")))
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactlyInAnyOrder(
                        "server.tls.min_version",
                        "server.tls.key_file",
                        "monitoring.metrics.port",
                        "database.mongodb.min_pool_size",
                        "authentication.jwt.secret",
                        "task_orchestration.retry_policy.initial_delay",
                        "client_management.ping_interval");
    }

    @Test
    void writesPropertiesThatMicroProfileConfigReads() throws Exception {
        Map<String, String> properties = Settings.load(Map.of(
                        "JWT_SECRET", "${not.expanded}",
                        "RIS_PERFORMANCE_CACHE_MAX_SIZE", "2MB",
                        "RIS_SERVER_TLS_CIPHER_SUITES", "TLS_AES_256_GCM_SHA384, TLS_AES_128_GCM_SHA256"))
                .asProperties();

        assertThat(properties)
                .containsEntry("server.port", "8057")
                .containsEntry("server.timeouts.read", "PT30S")
                .containsEntry("performance.cache.max_size", "2097152")
                .containsEntry("server.tls.cipher_suites", "TLS_AES_256_GCM_SHA384,TLS_AES_128_GCM_SHA256")
                .containsEntry("monitoring.metrics.enabled", "true")
                .containsEntry("authentication.jwt.secret", "\\${not.expanded}")
                .containsEntry("environment", "development")
                .doesNotContainKey("server.public_url");
    }

    @Test
    void makesPathsAbsoluteForAnotherWorkingDirectory() {
        Map<String, String> result = Settings.withAbsolutePaths(Map.of(
                "CONFIG_PATH", "a.json", "TLS_CERT_FILE", "b.crt", "JWT_SECRET_FILE", "c", "LOG_LEVEL", "debug"));

        assertThat(result)
                .containsEntry("CONFIG_PATH", Path.of("a.json").toAbsolutePath().toString())
                .containsEntry(
                        "TLS_CERT_FILE", Path.of("b.crt").toAbsolutePath().toString())
                .containsEntry("JWT_SECRET_FILE", Path.of("c").toAbsolutePath().toString())
                .containsEntry("LOG_LEVEL", "debug");
    }

    @Test
    void requiresAValueForASettingWithoutDefault() throws Exception {
        Settings settings = Settings.load(Map.of());

        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> settings.get(ServerSettings.PUBLIC_URL))
                .withMessage("server.public_url is not set");
    }

    @Test
    void agentsMustHaveAPortWhereTheMainOneAsksNobodyForACertificate() {
        assertThat(problems(Map.of("RIS_SERVER_TLS_CLIENT_AUTH", "none")))
                .singleElement()
                .asString()
                .contains("server.tls.client_auth", "server.agent_port");
        assertThat(problems(Map.of("RIS_SERVER_TLS_CLIENT_AUTH", "none", "RIS_SERVER_AGENT_PORT", "8059")))
                .isEmpty();
        assertThat(problems(Map.of("RIS_SERVER_ENROLMENT_PORT", "8059", "RIS_SERVER_AGENT_PORT", "8059")))
                .singleElement()
                .asString()
                .contains("each listener needs its own port");
        assertThat(problems(Map.of("RIS_SERVER_ENROLMENT_PORT", "0", "RIS_SERVER_AGENT_PORT", "0")))
                .isEmpty();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("config.json"), text);
    }

    private static List<String> problems(Map<String, String> environment) {
        try {
            Settings.load(environment);
            return List.of();
        } catch (InvalidSettingsException e) {
            assertThat(e.getMessage().lines()).hasSameSizeAs(e.problems());
            return e.problems().stream().map(Problem::toString).toList();
        }
    }
}
