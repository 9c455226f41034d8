package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A tenant's data are taken out, and the tenant goes: asked for, with an archive, confirmed, gone. */
@ExtendWith(SharedHub.class)
class TenantEndIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    /** Of an agent whose hub does not want it any more. */
    private static final int DISMISSED = 6;

    private final Hub hub;
    private final RisApi admin;

    TenantEndIT(Hub hub) {
        this.hub = hub;
        this.admin = hub.admin();
    }

    @Test
    void anArchiveHoldsAllDataAndNoSecrets() {
        NewTenant tenant = NewTenant.of(hub);
        tenant.api().createAgent("archived");
        tenant.api()
                .submit(Submission.command("archived", "echo", "canary-argument")
                        .task("stdin", "canary-input"));

        Map<String, String> archive = tenant.exported();

        assertThat(archive.get("agents.jsonl").lines()).hasSize(1);
        assertThat(archive.get("agents.jsonl")).contains("archived");
        assertThat(archive.get("tasks.jsonl").lines()).hasSize(1);
        assertThat(archive.get("users.jsonl")).contains(NewTenant.ADMINISTRATOR);
        assertThat(archive.keySet()).doesNotContain("sessions.jsonl", "enrolments.jsonl");
        assertThat(archive.values())
                .allSatisfy(lines -> assertThat(lines).doesNotContain("$2a$", "canary-input", tenant.password()));
    }

    @Test
    void aTenantsAdministratorTakesItsOwnDataOut() {
        NewTenant tenant = NewTenant.of(hub);
        NewTenant stranger = NewTenant.of(hub);
        String id = tenant.api()
                .post("/platform/v1/tenants/current/export", "")
                .expect(202)
                .data()
                .path("id")
                .asText();
        tenant.awaitExport(id);
        String archive = "/platform/v1/tenants/current/export/" + id + "/archive";
        assertThat(Archive.unpacked(tenant.api().download(archive))).containsKey("users.jsonl");
        stranger.api().get(archive).expectProblem(404, "not_found");
    }

    @Test
    void aTenantGoesInTwoStepsAndTakesItsAgentsAlong() {
        NewTenant tenant = NewTenant.of(hub);
        try (AgentProcess agent = AgentProcess.enrolled(hub, tenant.api(), "leaving")) {
            confirm(tenant, "nobody asked").expectProblem(409, "confirmation_required");
            JsonNode asked =
                    admin.post(tenant.path() + "/deletion", "").expect(202).data();
            String token = asked.path("confirmation_token").asText();
            tenant.login().expectProblem(401, "login_failed");
            confirm(tenant, "another token").expectProblem(409, "confirmation_required");
            tenant.awaitExport(asked.path("export").path("id").asText());

            confirm(tenant, token).expect(200);

            tenant.login().expectProblem(401, "login_failed");
            assertThat(agent.program().awaitExit(LIMIT)).isEqualTo(DISMISSED);
        }
        await("the tenant gone")
                .atMost(LIMIT)
                .until(() -> admin.get(tenant.path()).status() == 404);
        admin.post("/platform/v1/tenants", Map.of("code", tenant.code(), "name", "Again"))
                .expectProblem(409, "tenant_code_taken");
        tenant.api().get("/auth/me").expectProblem(403, "tenant_unavailable");
    }

    @Test
    void aTenantThatIsResumedStays() {
        NewTenant tenant = NewTenant.of(hub);
        JsonNode asked = admin.post(tenant.path() + "/deletion", "").expect(202).data();
        tenant.resume();
        confirm(tenant, asked.path("confirmation_token").asText()).expectProblem(409, "confirmation_required");
        tenant.login().expect(200);
    }

    @Test
    void theDefaultTenantCannotBeDeleted() {
        admin.post("/platform/v1/tenants/default/deletion", "").expectProblem(409, "tenant_state");
    }

    private Reply confirm(NewTenant tenant, String token) {
        HttpRequest.Builder request = admin.request(tenant.path())
                .header("Content-Type", "application/json")
                .method("DELETE", HttpRequest.BodyPublishers.ofString("{\"confirmation_token\":\"" + token + "\"}"));
        return admin.send(request);
    }
}
