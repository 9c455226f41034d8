package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tenants: made and at work at once, kept apart, changed, locked out and brought back. */
@ExtendWith(SharedHub.class)
class TenantsIT {

    /** Within this time agents of a suspended tenant are gone. */
    private static final Duration LOCKED_OUT = Duration.ofSeconds(5);

    private final Hub hub;
    private final RisApi admin;

    TenantsIT(Hub hub) {
        this.hub = hub;
        this.admin = hub.admin();
    }

    @Test
    void aNewTenantWorksAtOnceAndSeesNothingOfOthers() {
        NewTenant tenant = NewTenant.of(hub);
        JsonNode own =
                tenant.api().get("/platform/v1/tenants/current").expect(200).data();
        assertThat(own.path("code").asText()).isEqualTo(tenant.code());
        assertThat(own.path("status").asText()).isEqualTo("active");
        assertThat(tenant.api().totals()).isEqualTo(new RisApi.Totals(0, 0));
    }

    @Test
    void twoTenantsUseTheSameNamesForEverything() {
        NewTenant one = NewTenant.of(hub);
        NewTenant other = NewTenant.of(hub);
        JsonNode first = one.api().createAgent("same");
        JsonNode second = other.api().createAgent("same");
        assertThat(first.path("id").asInt()).isEqualTo(second.path("id").asInt());

        String foreign = second.path("unique_client_id").asText();
        one.api().get("/platform/v1/ris/" + foreign).expectProblem(404, "client_not_found");
        one.api().delete("/platform/v1/ris/" + foreign).expectProblem(404, "client_not_found");
        one.api()
                .put("/platform/v1/ris/same", Map.of("description", "of the first"))
                .expect(200);
        assertThat(other.api().agent("same").has("description")).isFalse();
        one.api().execute(Submission.command(foreign, "true").async()).expectProblem(404, "client_not_found");
    }

    @Test
    void whoAdministersOneTenantDoesNotReachTheOthers() {
        RisApi api = NewTenant.of(hub).api();
        String foreign = NewTenant.of(hub).path();
        for (String path : List.of("/platform/v1/tenants", foreign, "/platform/v1/tenants/default")) {
            api.get(path).expectProblem(403, "forbidden");
        }
        api.post("/platform/v1/tenants", Map.of("code", "mine", "name", "Mine")).expectProblem(403, "forbidden");
        api.put(foreign, Map.of("name", "Mine")).expectProblem(403, "forbidden");
        api.post(foreign + "/suspend", Map.of()).expectProblem(403, "forbidden");
        api.post(foreign + "/resume", "").expectProblem(403, "forbidden");
        api.send(api.request("/platform/v1/ris").header("X-Tenant-Code", "default"))
                .expectProblem(403, "tenant_mismatch");
    }

    @Test
    void aTenantsAdministratorSetsItsSettingsAndNotItsLimits() {
        NewTenant tenant = NewTenant.of(hub);
        JsonNode changed = tenant.api()
                .put(
                        "/platform/v1/tenants/current",
                        Map.of("settings", Map.of("timezone", "Europe/Rome", "features", List.of("workflows"))))
                .expect(200)
                .data();
        assertThat(changed.path("settings").path("timezone").asText()).isEqualTo("Europe/Rome");
        assertThat(changed.path("settings").path("language").asText()).isEqualTo("en");
        tenant.api()
                .put("/platform/v1/tenants/current", Map.of("limits", Map.of("max_clients", 0)))
                .expect(400);
        tenant.api()
                .put("/platform/v1/tenants/current", Map.of("settings", Map.of("timezone", "Nowhere/Land")))
                .expect(422);
    }

    @Test
    void aTenantIsChangedOnlyAsItWasRead() {
        NewTenant tenant = NewTenant.of(hub);
        String tag = admin.get(tenant.path()).expect(200).header("etag");
        admin.put(tenant.path(), Map.of("name", "Second", "limits", Map.of("max_clients", 7)))
                .expect(200);
        Reply stale = admin.send(admin.request(tenant.path())
                .header("If-Match", tag)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"name\":\"Third\"}")));
        stale.expectProblem(412, "precondition_failed");
        JsonNode present = admin.get(tenant.path()).expect(200).data();
        assertThat(present.path("name").asText()).isEqualTo("Second");
        assertThat(present.path("limits").path("max_clients").asInt()).isEqualTo(7);
        assertThat(present.path("limits").path("max_tasks").asInt()).isZero();
    }

    @Test
    void refusesWhatIsNoTenant() {
        for (String code : List.of("", "Upper", "a b", "../a", "a.b", "_a", "current", "x".repeat(33))) {
            admin.post("/platform/v1/tenants", Map.of("code", code, "name", "Bad"))
                    .expect(422);
        }
        admin.post("/platform/v1/tenants", Map.of("code", "default", "name", "Again"))
                .expectProblem(409, "tenant_code_taken");
        admin.get("/platform/v1/tenants/nobody").expectProblem(404, "tenant_not_found");
        Stream.of("/suspend").forEach(verb -> admin.post("/platform/v1/tenants/default" + verb, Map.of())
                .expectProblem(409, "tenant_state"));
    }

    @Test
    void aSuspendedTenantsAgentGoesOnAndDeliversAfterTheResume() {
        NewTenant tenant = NewTenant.of(hub);
        Effects effects = new Effects();
        try (AgentProcess agent = AgentProcess.enrolled(hub, tenant.api(), "worker")) {
            String running = tenant.api()
                    .submit(effects.appendBehindGate("worker", "running", 7).with("idempotent", false));
            effects.awaitBegun("running");

            tenant.suspend();
            String waiting = submitAs(tenant, "waiting");
            await("the agent sent away")
                    .atMost(LOCKED_OUT)
                    .until(() -> agent.status().path("state").asText(), state -> !state.equals("connected"));
            assertLockedOut(tenant);
            effects.openGate("running");
            effects.awaitDone("running");

            tenant.resume();

            JsonNode task = tenant.api().awaitFinal(running);
            assertThat(task.path("status").asText()).isEqualTo("failed");
            assertThat(task.path("result").path("exit_code").asInt()).isEqualTo(7);
            assertThat(waiting).isEqualTo("tenant_unavailable");
            assertThat(tenant.api()
                            .run(effects.append("worker", "after"))
                            .path("status")
                            .asText())
                    .isEqualTo("completed");
            assertThat(effects.counts().values()).containsOnly(1L);
        }
    }

    /** What a submit to a tenant that does not work is refused with. */
    private static String submitAs(NewTenant tenant, String label) {
        return tenant.api()
                .execute(Submission.command("worker", "echo", label).async())
                .expect(403)
                .json()
                .path("error")
                .asText();
    }

    private void assertLockedOut(NewTenant tenant) {
        hub.api()
                .post("/auth/refresh", Map.of("refresh_token", tenant.refreshToken()))
                .expectProblem(403, "tenant_unavailable");
        tenant.login().expectProblem(401, "login_failed");
        tenant.api().get("/auth/me").expectProblem(403, "tenant_unavailable");
        admin.send(admin.request("/platform/v1/ris").header("X-Tenant-Code", tenant.code()))
                .expectProblem(403, "tenant_unavailable");
        assertThat(admin.get(tenant.path()).expect(200).data().path("status").asText())
                .isEqualTo("suspended");
    }
}
