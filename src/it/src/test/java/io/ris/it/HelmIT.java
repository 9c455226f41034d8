package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart lints, renders what the hub needs, and refuses what could only fail in the cluster. */
class HelmIT {

    private static final Path CHART = Program.repository().resolve("helm/ris");
    private static final String KUBERNETES = "1.30.0";
    private static final String MASTER_KEY =
            Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    private static final String MONGODB_URI = "mongodb://ris:not-for-everyone@store.example.org/?replicaSet=rs0";

    private static final Map<String, Object> EMBEDDED =
            Map.of("environment", "development", "image.repository", "registry.example.org/ris");

    private static final Map<String, Object> PRODUCTION = Map.of(
            "image.repository", "registry.example.org/ris",
            "replicas", 3,
            "publicUrl", "https://ris.example.org:8057",
            "masterKey.value", MASTER_KEY,
            "mongodb.uri", MONGODB_URI,
            "tls.existingSecret", "ris-tls",
            "agentCa.existingSecret", "ris-agent-ca");

    @Test
    void lints() {
        LintResult result = new Helm(CHART).lint().strict().call();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"startupProbe, /health/started", "livenessProbe, /health/live", "readinessProbe, /health/ready"})
    void probesAskForTheHubsHealthOverHttps(String probe, String path) {
        assertThat(hub(EMBEDDED)).contains(squeezed("""
                        %s:
                          httpGet:
                            path: %s
                            port: https
                            scheme: HTTPS
                        """.formatted(probe, path))).contains(squeezed("""
                        - name: https
                          containerPort: 8057
                        - name: metrics
                          containerPort: 9090
                        """));
    }

    @Test
    void apiAndMetricsHaveServicesOfTheirOwn() {
        List<String> services = sources(render(EMBEDDED), "service.yaml");

        assertThat(services).hasSize(2);
        assertThat(services.getFirst()).contains("port: 8057 targetPort: https").doesNotContain("9090");
        assertThat(services.getLast())
                .contains("type: ClusterIP", "port: 9090 targetPort: metrics")
                .doesNotContain("8057");
    }

    @Test
    void probesComeToTheEnrolmentPortWhereTheMainOneRequiresACertificate() {
        Map<String, Object> required = with(EMBEDDED, "config.server.tls.client_auth", "require");

        String hub = hub(required);

        assertThat(hub).contains("- name: enrolment containerPort: 8058").doesNotContain("port: https scheme");
        assertThat(matches("port: enrolment scheme: HTTPS", hub)).hasSize(3);
        assertThat(sources(render(required), "service.yaml").getFirst())
                .contains("port: 8057 targetPort: https", "port: 8058 targetPort: enrolment");
        assertThat(configuration(render(required))).contains("\"enrolment_port\": 8058");
        assertThat(hub(with(required, "config.server.enrolment_port", 9443)))
                .contains("- name: enrolment containerPort: 9443", "port: enrolment scheme: HTTPS");
    }

    @Test
    void theHubAcceptsTheConfigurationThatRequiresCertificates() throws IOException {
        Map<String, Object> required = with(PRODUCTION, "config.server.tls.client_auth", "require");
        assertAccepted(with(required, "config.server.agent_port", 8059));
    }

    @Test
    void portsForAgentsAloneAreOpenedWhereTheyAreSet() {
        Map<String, Object> own = with(EMBEDDED, "config.server.agent_port", 8059);

        assertThat(hub(own)).contains("- name: agents containerPort: 8059", "port: https scheme: HTTPS");
        assertThat(sources(render(own), "service.yaml").getFirst()).contains("port: 8059 targetPort: agents");
        assertThat(only(render(own), "networkpolicy.yaml")).contains("port: agents protocol: TCP");
        assertThat(render(EMBEDDED)).doesNotContain("agents", "enrolment");
    }

    @ParameterizedTest
    @ValueSource(ints = {8057, 8059, 9090})
    void refusesAPortThatAnotherListenerHas(int port) {
        Map<String, Object> own = with(EMBEDDED, "config.server.agent_port", 8059);
        assertRefused(with(own, "config.server.enrolment_port", port), "is taken by another listener");
    }

    @Test
    void metricsAreOpenToTheNamespaceAndToNobodyWhenNoneIsNamed() {
        String byDefault = only(render(EMBEDDED), "networkpolicy.yaml");
        String nobodyNamed = only(render(with(EMBEDDED, "networkPolicy.metricsFrom", "null")), "networkpolicy.yaml");

        assertThat(byDefault).contains("port: metrics protocol: TCP from: - podSelector: {}");
        assertThat(nobodyNamed).contains("port: https").doesNotContain("port: metrics");
    }

    @Test
    void runsWithoutRootOnAReadOnlyFileSystem() {
        assertThat(hub(PRODUCTION))
                .contains("runAsNonRoot: true", "automountServiceAccountToken: false", "enableServiceLinks: false")
                .contains(squeezed("""
                        securityContext:
                          allowPrivilegeEscalation: false
                          readOnlyRootFilesystem: true
                          capabilities:
                            drop: [ALL]
                        """))
                .contains("- name: data mountPath: /var/lib/ris", "- name: tmp mountPath: /tmp");
    }

    @Test
    void theHubAcceptsTheRenderedConfiguration() throws IOException {
        String accepted = assertAccepted(with(PRODUCTION, "config.logging.level", "debug"));

        assertThat(accepted).contains("\"level\": \"debug\"", "https://ris.example.org:8057");
        assertThat(hub(PRODUCTION))
                .contains("name: CONFIG_PATH value: /app/config/config.json", "name: config mountPath: /app/config");
    }

    private static String assertAccepted(Map<String, Object> values) throws IOException {
        Path file = Scratch.directory("helm").resolve("config.json");
        Files.writeString(file, configuration(render(values)));
        Map<String, String> environment =
                Map.of("CONFIG_PATH", file.toString(), "RIS_MASTER_KEY", MASTER_KEY, "MONGODB_URI", MONGODB_URI);
        try (Program validate = Program.ris(environment, List.of("config", "validate"))) {
            assertThat(validate.awaitExit(Duration.ofMinutes(2)))
                    .as("exit code; %s", validate.output())
                    .isZero();
        }
        return Files.readString(file);
    }

    @Test
    void secretsAreInSecretsAlone() {
        String rendered = render(PRODUCTION);
        String secrets = String.join("\n", sources(rendered, "secret.yaml"));

        assertThat(rendered).doesNotContain(MASTER_KEY).doesNotContain("not-for-everyone");
        assertThat(secrets).contains("master-key: " + base64(MASTER_KEY), "mongodb-uri: " + base64(MONGODB_URI));
        assertThat(hub(PRODUCTION))
                .contains(
                        "name: RIS_MASTER_KEY_FILE value: /etc/ris/secrets/master-key",
                        "name: MONGODB_URI_FILE value: /etc/ris/secrets/mongodb-uri",
                        "- name: secrets mountPath: /etc/ris/secrets",
                        "secretName: ris-tls");
        assertThat(sources(render(EMBEDDED), "secret.yaml")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("secretSettings")
    void refusesASecretAmongTheSettings(String key) {
        assertRefused(with(EMBEDDED, "config." + key, "mongodb://x"), "config." + key + " is a secret");
    }

    /** Every secret of the configuration's reference, under each of its names in the file. */
    static Stream<String> secretSettings() throws IOException {
        String reference = Files.readString(Program.repository().resolve("docs/configuration.md"));
        List<String> secrets = matches("(?m)^\\| `([^`]+)` \\|[^|]*\\|[^|]*; secret \\|", reference)
                .map(match -> match.group(1))
                .toList();
        assertThat(secrets).contains("security.master_key", "database.mongodb.uri");
        Stream<String> elsewhere = matches("(?m)^\\| `([a-z_.]+?)(\\.\\*)?` \\| `([a-z_.]+?)(\\.\\*)?` \\|$", reference)
                .flatMap(alias -> secrets.stream()
                        .filter(secret -> (secret + ".").startsWith(alias.group(3) + "."))
                        .map(secret ->
                                alias.group(1) + secret.substring(alias.group(3).length())));
        return Stream.concat(secrets.stream(), elsewhere);
    }

    @Test
    void refusesSeveralHubsOverAnEmbeddedStore() {
        assertRefused(with(EMBEDDED, "replicas", 2), "more than one replica needs MongoDB");
    }

    @Test
    void refusesSeveralHubsThatDoNotTrustEachOthersAgents() {
        assertRefused(with(PRODUCTION, "agentCa.existingSecret", ""), "more than one replica needs agentCa");
    }

    @Test
    void severalHubsShareTheCaOfTheAgents() {
        assertThat(hub(PRODUCTION)).contains("replicas: 3", "- name: agent-ca", "secretName: ris-agent-ca");
    }

    @ParameterizedTest
    @CsvSource({
        "mongodb.uri, more than one replica needs MongoDB",
        "masterKey.value, with MongoDB set masterKey",
        "tls.existingSecret, environment production needs a server certificate",
        "image.repository, image.repository is required"
    })
    void refusesProductionWithout(String value, String reason) {
        assertRefused(with(PRODUCTION, value, ""), reason);
    }

    @Test
    void takesAMasterKeyFromACommandInPlaceOfASecret() {
        Map<String, Object> both = with(PRODUCTION, "config.security.master_key_command", "age -d /keys/master");

        assertRefused(both, "masterKey and config.security.master_key_command: give one");
        assertThat(hub(with(both, "masterKey.value", ""))).doesNotContain("RIS_MASTER_KEY_FILE");
    }

    @Test
    void refusesProductionOverAnEmbeddedStore() {
        assertRefused(with(EMBEDDED, "environment", "production"), "environment production needs a store of its own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"replica", "mongodb.url", "service.port"})
    void refusesAValueThatItDoesNotKnow(String value) {
        assertRefused(with(EMBEDDED, value, "1"), value.substring(value.indexOf('.') + 1));
    }

    private static void assertRefused(Map<String, Object> values, String reason) {
        assertThatThrownBy(() -> render(values)).hasMessageContaining(reason);
    }

    private static String render(Map<String, Object> values) {
        TemplateCommand template = new Helm(CHART).template().withName("hub").withKubeVersion(KUBERNETES);
        values.forEach(template::set);
        return template.call();
    }

    private static Map<String, Object> with(Map<String, Object> values, String name, Object value) {
        Map<String, Object> changed = new HashMap<>(values);
        changed.put(name, value);
        return changed;
    }

    private static String hub(Map<String, Object> values) {
        return only(render(values), "statefulset.yaml");
    }

    private static String only(String rendered, String template) {
        List<String> documents = sources(rendered, template);
        assertThat(documents).as(template).hasSize(1);
        return documents.getFirst();
    }

    /** What a template rendered, with each run of white space made one space. */
    private static List<String> sources(String rendered, String template) {
        return documents(rendered, template).map(HelmIT::squeezed).toList();
    }

    private static Stream<String> documents(String rendered, String template) {
        return Arrays.stream(rendered.split("(?m)^---$"))
                .filter(document -> document.contains("# Source: ris/templates/" + template));
    }

    private static String configuration(String rendered) {
        return documents(rendered, "configmap.yaml")
                .flatMap(String::lines)
                .dropWhile(line -> !line.equals("  config.json: |"))
                .skip(1)
                .collect(Collectors.joining("\n"));
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static Stream<MatchResult> matches(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
