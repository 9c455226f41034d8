package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a tenant may use, and what it is shown to use. */
@ExtendWith(SharedHub.class)
class TenantLimitsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Hub hub;

    TenantLimitsIT(Hub hub) {
        this.hub = hub;
    }

    private NewTenant limited(String what, int most) {
        return NewTenant.of(hub, Map.of("limits", Map.of(what, most)));
    }

    @Test
    void refusesMoreClientsThanThereMayBe() {
        NewTenant tenant = limited("max_clients", 2);
        tenant.api().createAgent("one");
        tenant.api().createAgent("two");
        Reply refused = tenant.api().post("/platform/v1/ris", Map.of("name", "three"));
        refused.expectProblem(429, "client_limit");
        assertThat(refused.header("retry-after")).isNotEmpty();
        tenant.api().delete("/platform/v1/ris/one").expect(200);
        tenant.api().createAgent("three");
    }

    @Test
    void refusesMoreUnfinishedTasksThanThereMayBe() {
        NewTenant tenant = limited("max_tasks", 2);
        tenant.api().createAgent("idle");
        String first = tenant.api().submit(Submission.command("idle", "true"));
        tenant.api().submit(Submission.command("idle", "true"));
        Reply refused = tenant.api().execute(Submission.command("idle", "true").async());
        refused.expectProblem(429, "task_limit");
        assertThat(refused.header("retry-after")).isNotEmpty();
        tenant.api().post("/platform/v1/task/" + first + "/cancel", "").expect(202);
        tenant.api().submit(Submission.command("idle", "true"));
    }

    @Test
    void showsWhatATenantUses() {
        NewTenant tenant = limited("max_clients", 5);
        tenant.api().createAgent("counted");
        tenant.api().submit(Submission.command("counted", "true"));
        await("usage").atMost(LIMIT).untilAsserted(() -> {
            JsonNode own = tenant.api()
                    .get("/platform/v1/tenants/current/usage")
                    .expect(200)
                    .data();
            assertThat(own.path("clients").asInt()).isEqualTo(1);
            assertThat(own.path("tasks_active").asInt()).isEqualTo(1);
            assertThat(own.path("tasks_today").asInt()).isEqualTo(1);
            assertThat(own.path("storage_bytes").asLong()).isPositive();
            assertThat(own.path("bytes_out_today").asLong()).isPositive();
            assertThat(own.path("limits").path("max_clients").asInt()).isEqualTo(5);
        });
        JsonNode shown = hub.admin().get(tenant.path() + "/usage").expect(200).data();
        assertThat(shown.path("clients").asInt()).isEqualTo(1);
    }

    @Test
    void slowsOutputBeyondTheBandwidthAndLosesNothing() {
        NewTenant tenant = limited("max_bandwidth_mbs", 1);
        try (AgentProcess agent = AgentProcess.enrolled(hub, tenant.api(), "chatty")) {
            String task = tenant.api().submit(Submission.command(agent.id(), "head", "-c", "1000000", "/dev/zero"));
            assertThat(tenant.api().awaitFinal(task).path("status").asText()).isEqualTo("completed");
            JsonNode usage = tenant.api()
                    .get("/platform/v1/tenants/current/usage")
                    .expect(200)
                    .data();
            assertThat(usage.path("bytes_in_today").asLong()).isGreaterThan(900_000);
        }
    }
}
