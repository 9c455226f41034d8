package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An agent's certificate is revoked: it is cut off, stays off, and comes back with a new token. */
@ExtendWith(SharedHub.class)
class RevocationIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int DISMISSED = 6;

    private final Hub hub;
    private final RisApi api;
    private final String name = "revoked-" + UUID.randomUUID();

    RevocationIT(Hub hub) {
        this.hub = hub;
        this.api = hub.admin();
    }

    private String path(AgentProcess agent, String what) {
        return "/platform/v1/ris/" + agent.id() + what;
    }

    private static void assertEndsSayingRevoked(AgentProcess agent) {
        assertThat(agent.program().awaitExit(LIMIT)).as("exit code").isEqualTo(DISMISSED);
        assertThat(agent.program().stderr()).contains("revoked");
    }

    @Test
    void cutsARevokedAgentOffUntilANewToken() {
        try (AgentProcess agent = AgentProcess.enrolled(hub, name)) {
            JsonNode revoked =
                    api.post(path(agent, "/revoke"), Map.of()).expect(200).data();

            assertThat(revoked.path("revoked_at").asText()).isNotEmpty();
            assertEndsSayingRevoked(agent);
            api.awaitDisconnected(agent.id());
            agent.restart();
            assertEndsSayingRevoked(agent);
            api.post(path(agent, "/revoke"), Map.of()).expect(200);

            agent.enrol(api.post(path(agent, "/enrolment"), Map.of())
                    .expect(201)
                    .data()
                    .path("enrolment"));
            agent.awaitConnected();
            api.awaitConnected(agent.id());
            assertThat(api.agent(agent.id()).path("revoked_at").isMissingNode()).isTrue();
            assertThat(api.execute(Submission.command(agent.id(), "true")).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void revokesNobodyWhoIsNotThere() {
        api.post("/platform/v1/ris/" + UUID.randomUUID() + "/revoke", Map.of()).expectProblem(404, "client_not_found");
    }

    @Test
    void voidsTheTokenOfAnAgentThatIsRevokedBeforeItEnrols() {
        JsonNode created = api.createAgent(name);
        api.post("/platform/v1/ris/" + created.path("id").asInt() + "/revoke", Map.of())
                .expect(200);

        hub.api()
                .post(
                        "/platform/v1/enroll",
                        Map.of(
                                "token",
                                created.path("enrolment").path("token").asText(),
                                "csr",
                                SigningRequest.overAFreshKey().pem()))
                .expectProblem(401, "enrolment_token_invalid");
    }
}
