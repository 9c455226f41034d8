package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.WebSocket;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who must show a certificate at which port, and what TLS the hub agrees to. */
@ExtendWith(SharedHub.class)
class ClientCertificatesIT {

    private static final String SUITE_13 = "TLS_AES_128_GCM_SHA256";
    private static final String OTHER_SUITE_13 = "TLS_AES_256_GCM_SHA384";
    private static final String SUITE_12 = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
    private static final String OTHER_SUITE_12 = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    private static final int TLS_1_1 = 2;
    private static final int TLS_1_2 = 3;

    private final Hub shared;

    ClientCertificatesIT(Hub shared) {
        this.shared = shared;
    }

    private static RisApi api(Hub hub, int port, KeyManager @Nullable [] keys) {
        return RisApi.of(URI.create("https://localhost:" + port), RisApi.trusting(hub.tls("server-ca.pem"), keys));
    }

    private static void connect(Hub hub, int port, KeyManager[] agent) throws Exception {
        AgentSocket.open(hub, port, agent, new WebSocket.Listener() {}).abort();
    }

    private static void assertNoHandshake(
            TlsProbe probe, @Nullable String protocol, @Nullable String suite, KeyManager @Nullable [] keys) {
        assertThatExceptionOfType(SSLException.class).isThrownBy(() -> probe.handshake(protocol, suite, keys));
    }

    @Test
    void speaksNoTlsBelow12() throws Exception {
        TlsProbe probe = new TlsProbe(shared.tls("server-ca.pem"), shared.port());

        assertThat(probe.takesUp(TLS_1_2)).isTrue();
        assertThat(probe.takesUp(TLS_1_1)).isFalse();
        assertThat(probe.handshake("TLSv1.2", null, null).getProtocol()).isEqualTo("TLSv1.2");
        assertThat(probe.handshake("TLSv1.3", null, null).getProtocol()).isEqualTo("TLSv1.3");
    }

    @Test
    void requestsACertificateAndGoesOnWithoutOne() {
        JsonNode created = shared.admin().createAgent("requested");
        KeyManager[] agent = ClientKeys.enrolled(shared.api(), created);

        assertThat(api(shared, shared.port(), null).get("/ready").status()).isEqualTo(200);
        api(shared, shared.port(), null).get("/pingpong").expectProblem(401, "client_certificate_required");
        assertThatNoException().isThrownBy(() -> connect(shared, shared.port(), agent));
    }

    @Test
    void requiresACertificateOfEveryoneButWhoEnrols() throws Exception {
        int enrolmentPort = Scratch.port();
        try (Hub hub = Hub.withLocalAgent()
                .with("RIS_SERVER_TLS_CLIENT_AUTH", "require")
                .with("RIS_SERVER_ENROLMENT_PORT", Integer.toString(enrolmentPort))
                .with("RIS_SERVER_TLS_CIPHER_SUITES", SUITE_13 + "," + SUITE_12)
                .start()) {
            TlsProbe main = new TlsProbe(hub.tls("server-ca.pem"), hub.port());
            assertNoHandshake(main, null, null, null);
            hub.admin()
                    .awaitConnected(hub.admin()
                            .agentNamed("local")
                            .path("unique_client_id")
                            .asText());

            RisApi enrolment = api(hub, enrolmentPort, null);
            assertThat(enrolment.get("/ready").status()).isEqualTo(200);
            enrolment.login("admin", hub.password()).expectProblem(404, "not_found");
            enrolment.get("/platform/v1/ris").expectProblem(404, "not_found");
            enrolment.get("/pingpong").expectProblem(404, "not_found");

            JsonNode created = hub.admin().createAgent("by-hand");
            assertThat(created.path("enrolment").path("command").asText())
                    .contains("--hub https://localhost:" + enrolmentPort + " ");
            ClientKeys.enrolled(enrolment, created);
            try (AgentProcess agent = AgentProcess.enrolledByCommand(hub, "pasted")) {
                assertThat(hub.admin()
                                .execute(Submission.command(agent.id(), "true"))
                                .status())
                        .isEqualTo(200);
            }
            negotiatesTheConfiguredSuitesAlone(main, ClientKeys.of(hub.tls("admin.pem")));
        }
    }

    private static void negotiatesTheConfiguredSuitesAlone(TlsProbe main, KeyManager[] keys) throws Exception {
        assertThat(main.handshake("TLSv1.3", SUITE_13, keys).getCipherSuite()).isEqualTo(SUITE_13);
        assertThat(main.handshake("TLSv1.2", SUITE_12, keys).getCipherSuite()).isEqualTo(SUITE_12);
        assertNoHandshake(main, "TLSv1.3", OTHER_SUITE_13, keys);
        assertNoHandshake(main, "TLSv1.2", OTHER_SUITE_12, keys);
    }

    private static void servesNoUserWithoutTls(Hub hub, int port) {
        RisApi plain =
                RisApi.of(URI.create("http://localhost:" + port), RisApi.trusting(hub.tls("server-ca.pem"), null));

        assertThat(plain.get("/ready").status()).isEqualTo(200);
        plain.login("admin", hub.password()).expectProblem(404, "not_found");
        plain.get("/platform/v1/ris").expectProblem(404, "not_found");
        plain.get("/openapi").expect(404);
    }

    @Test
    void asksNobodyForACertificateButAtTheAgentsOwnPort() {
        int agentPort = Scratch.port();
        int plainPort = Scratch.port();
        try (Hub hub = Hub.withLocalAgent()
                .with("RIS_SERVER_HTTP_PORT", Integer.toString(plainPort))
                .with("RIS_SERVER_TLS_CLIENT_AUTH", "none")
                .with("RIS_SERVER_AGENT_PORT", Integer.toString(agentPort))
                .start()) {
            JsonNode created = hub.admin().createAgent("by-hand");
            KeyManager[] agent = ClientKeys.enrolled(hub.api(), created);

            hub.admin()
                    .awaitConnected(hub.admin()
                            .agentNamed("local")
                            .path("unique_client_id")
                            .asText());
            api(hub, hub.port(), agent).get("/pingpong").expectProblem(401, "client_certificate_required");
            assertNoHandshake(new TlsProbe(hub.tls("server-ca.pem"), agentPort), null, null, null);
            assertThatNoException().isThrownBy(() -> connect(hub, agentPort, agent));
            api(hub, agentPort, agent).get("/platform/v1/ris").expectProblem(404, "not_found");
            api(hub, agentPort, agent).get("/ready").expect(404);
            servesNoUserWithoutTls(hub, plainPort);
            try (AgentProcess other = AgentProcess.enrolledByCommand(hub, "pasted")) {
                assertThat(hub.admin()
                                .execute(Submission.command(other.id(), "true"))
                                .status())
                        .isEqualTo(200);
            }
        }
    }
}
