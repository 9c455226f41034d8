package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every id of one tenant, on every route and alias that takes one, with every verb, as another tenant's administrator (as it was
 * possible in Rundeck, CVE-2020-11009, CVE-2021-41111, CVE-2023-47112): refused, with the same words as for what does not
 * exist.
 */
@ExtendWith(SharedHub.class)
class ForeignTenantIT {

    /** By the contract of the monitoring API it answers of an agent that nobody knows too: that there is nothing. */
    private static final String TIMESERIES = "GET /api/v1/query/agents/{agent_id}/timeseries";

    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");

    private final Hub hub;

    ForeignTenantIT(Hub hub) {
        this.hub = hub;
    }

    @Test
    void noIdOfAnotherTenantIsDifferentFromOneThatNobodyHas() {
        NewTenant owner = NewTenant.of(hub);
        RisApi stranger = NewTenant.of(hub).api();
        List<String> ids = idsOf(owner);
        int asked = 0;
        for (ApiContract.Route route : hub.api().contract().routes()) {
            if (!PARAMETER.matcher(route.path()).find()
                    || !route.operation().path("security").isMissingNode()) {
                continue;
            }
            for (String id : ids) {
                Reply foreign = call(stranger, route, id);
                Reply unknown = call(stranger, route, unknown(id));
                String what = route.name() + " with " + id;
                if (!route.name().equals(TIMESERIES)) {
                    assertThat(foreign.status()).as(what).isIn(400, 403, 404, 405, 409, 422);
                }
                assertThat(foreign.status()).as(what).isEqualTo(unknown.status());
                assertThat(words(foreign, id)).as(what).isEqualTo(words(unknown, unknown(id)));
                asked++;
            }
        }
        assertThat(asked).isGreaterThan(100);
        assertUntouched(owner, ids);
    }

    /**
     * What one tenant has: an agent by each of its names, a task, a user, a session, a role, its own code and id, a job, a webhook
     * and what it is told, a rule for alerts and a silence.
     */
    private List<String> idsOf(NewTenant owner) {
        RisApi api = owner.api();
        List<String> ids = new ArrayList<>();
        JsonNode agent = api.createAgent("owned-" + owner.code());
        ids.add(agent.path("unique_client_id").asText());
        ids.add(agent.path("name").asText());
        ids.add(api.submit(Submission.command(agent.path("name").asText(), "true")));
        ids.add(api.get("/auth/me").expect(200).data().path("id").asText());
        ids.add(api.get("/auth/sessions").expect(200).data().get(0).path("id").asText());
        api.post("/platform/v1/roles", Map.of("name", "role" + owner.code(), "inherits", List.of("readonly")))
                .expect(201);
        ids.add("role" + owner.code());
        ids.add(owner.code());
        ids.add(api.get("/platform/v1/tenants/current")
                .expect(200)
                .data()
                .path("id")
                .asText());
        ids.add(api.execute(Submission.command("nobody", "true")
                        .forTarget(Map.of("expression", "exists owned", "strategy", "all"))
                        .with("not_before", "2100-01-01T00:00:00Z"))
                .expect(202)
                .data()
                .path("job_id")
                .asText());
        String webhook = api.post(
                        "/platform/v1/webhooks", Map.of("url", "https://alerts.invalid/", "events", List.of("*")))
                .expect(201)
                .data()
                .path("id")
                .asText();
        ids.add(webhook);
        ids.add(api.post("/platform/v1/webhooks/" + webhook + "/test", "")
                .expect(202)
                .data()
                .path("id")
                .asText());
        ids.add(api.post(
                        "/platform/v1/alerts/rules",
                        Map.of(
                                "name",
                                "owned",
                                "severity",
                                "info",
                                "condition",
                                Map.of("type", "task_failures", "count", 1000)))
                .expect(201)
                .data()
                .path("id")
                .asText());
        ids.add(api.post(
                        "/platform/v1/alerts/silences",
                        Map.of(
                                "client_id",
                                ids.getFirst(),
                                "ends_at",
                                Instant.now().plusSeconds(86_400).toString()))
                .expect(201)
                .data()
                .path("id")
                .asText());
        assertThat(ids).doesNotContain("");
        return ids;
    }

    private static void assertUntouched(NewTenant owner, List<String> ids) {
        RisApi api = owner.api();
        assertThat(api.agent(ids.get(0)).path("status").asText()).isEqualTo("active");
        assertThat(api.task(ids.get(2)).path("status").asText()).isEqualTo("queued");
        api.get("/auth/me").expect(200);
        api.get("/platform/v1/roles/" + ids.get(5)).expect(200);
        api.get("/platform/v1/webhooks/" + ids.get(9) + "/deliveries/" + ids.get(10))
                .expect(200);
        assertThat(api.get("/platform/v1/alerts/rules/" + ids.get(11))
                        .expect(200)
                        .data()
                        .path("enabled")
                        .asBoolean())
                .isTrue();
        assertThat(Instant.parse(api.get("/platform/v1/alerts/silences")
                        .expect(200)
                        .data()
                        .get(0)
                        .path("ends_at")
                        .asText()))
                .isAfter(Instant.now());
        assertThat(api.get("/platform/v1/jobs/" + ids.get(8))
                        .expect(200)
                        .data()
                        .path("status")
                        .asText())
                .isEqualTo("pending");
    }

    /** Of the same shape, and nobody's. */
    private static String unknown(String id) {
        StringBuilder other = new StringBuilder(id);
        int last = id.length() - 1;
        other.setCharAt(last, id.charAt(last) == '0' ? '1' : '0');
        return other.toString();
    }

    private static String words(Reply reply, String id) {
        ObjectNode all = reply.json().deepCopy();
        all.remove("request_id");
        return all.toString().replace(id, "ID");
    }

    private static Reply call(RisApi api, ApiContract.Route route, String id) {
        String path = PARAMETER.matcher(route.path()).replaceAll(id);
        String verb = route.verb().toUpperCase(Locale.ROOT);
        return route.operation().has("requestBody")
                ? api.sendJson(verb, path, "{}")
                : api.send(api.request(path).method(verb, BodyPublishers.noBody()));
    }
}
