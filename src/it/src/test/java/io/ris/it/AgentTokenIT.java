package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Agents of a hub behind a proxy that ends TLS: they connect with signed tokens. */
@ExtendWith(SharedHub.class)
class AgentTokenIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int DISMISSED = 6;

    private final Hub shared;

    AgentTokenIT(Hub shared) {
        this.shared = shared;
    }

    private static HttpRequest.Builder upgrade(RisApi api, String token) {
        return api.request("/pingpong").header("Authorization", "Bearer " + token);
    }

    @Test
    void takesNoTokenUnlessToldTo() {
        shared.api().send(upgrade(shared.api(), "a.b.c")).expectProblem(401, "client_certificate_required");
    }

    @Test
    void connectsAndRenewsThroughAProxyThatEndsTls() throws IOException {
        Optional<Path> executable = HaProxy.find();
        assertThat(executable).as("the package haproxy (.ci/run installs it)").isPresent();
        int proxyPort = Scratch.port();
        OperatorCa ca = new OperatorCa("CN=Proxy CA");
        Path caFile = Files.writeString(Scratch.directory("proxy-ca").resolve("ca.crt"), ca.pem());
        try (Hub hub = Hub.withoutAgent()
                        .with("RIS_CLIENT_MANAGEMENT_AGENT_TOKENS", "true")
                        .with("RIS_CLIENT_MANAGEMENT_CERTIFICATE_LIFETIME", "20s")
                        .with("RIS_SERVER_PUBLIC_URL", "https://localhost:" + proxyPort)
                        .with("RIS_SERVER_PUBLIC_CA_FILE", caFile.toString())
                        .start();
                HaProxy proxy = new HaProxy(executable.orElseThrow(), proxyPort, ca.server("localhost"), hub.port())) {
            proxy.awaitListening();
            worksThrough(hub);
        }
    }

    private static void worksThrough(Hub hub) {
        try (AgentProcess agent = AgentProcess.enrolledByCommand(hub, "proxied", "--signed-token")) {
            assertThat(hub.admin()
                            .run(Submission.command(agent.id(), "true"))
                            .path("status")
                            .asText())
                    .isEqualTo("completed");
            String key = Scratch.read(agent.file("key.pem"));
            await("renewal through the proxy").atMost(LIMIT).until(() -> !Scratch.read(agent.file("key.pem"))
                    .equals(key));
            hub.admin().awaitConnected(agent.id());

            hub.api().send(upgrade(hub.api(), "a.b.c")).expectProblem(401, "agent_token_invalid");
            String user = hub.api()
                    .login("admin", hub.password())
                    .data()
                    .path("access_token")
                    .asText();
            hub.api().send(upgrade(hub.api(), user)).expectProblem(401, "agent_token_invalid");
            hub.api()
                    .send(upgrade(hub.api(), "a.b.c").header("Origin", "https://elsewhere.example"))
                    .expectProblem(403, "foreign_origin");
            hub.admin()
                    .post("/platform/v1/ris/" + agent.id() + "/revoke", Map.of())
                    .expect(200);
            assertThat(agent.program().awaitExit(LIMIT)).isEqualTo(DISMISSED);
            agent.restart();
            assertThat(agent.program().awaitExit(LIMIT)).isEqualTo(DISMISSED);
        }
    }
}
