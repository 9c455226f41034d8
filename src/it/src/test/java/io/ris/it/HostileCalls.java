package io.ris.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Good requests to every operation of a hub, for one text after the other to be changed in them: each from someone who may,
 * about things that there are. What may end the caller's own account or tenant is sent by, and to, one made for it alone.
 */
final class HostileCalls {

    /** Strangers' failures lock their address. */
    private static final String ADDRESS_OF_STRANGERS = "127.0.0.77";

    private static final List<String> UNIQUE = List.of("username", "name", "code");
    private static final String SESSION = UUID.randomUUID().toString();

    private final Hub hub;
    private final Map<String, String> table = AccessTable.read();
    private final NewTenant tenant;
    private final JsonNode agent;
    private final Map<String, String> ids = new HashMap<>();
    private int count;

    HostileCalls(Hub hub) {
        this.hub = hub;
        this.tenant = NewTenant.of(hub);
        this.agent = tenant.api().createAgent("target");
        ids.put("/ris/{id}", agent.path("unique_client_id").asText());
        ids.put("/task/{id}", tenant.api().submit(Submission.command("target", "true")));
        ids.put("/jobs/{id}", job());
        ids.put("/users/{id}", made("/platform/v1/users", Map.of("username", "target"), "id"));
        ids.put(
                "/webhooks/{id}",
                made(
                        "/platform/v1/webhooks",
                        Map.of("url", "https://alerts.example.org/", "events", List.of("*"), "enabled", false),
                        "id"));
        Map<String, Object> failures = Map.of("type", "task_failures", "count", 1000);
        ids.put(
                "/alerts/rules/{id}",
                made(
                        "/platform/v1/alerts/rules",
                        Map.of("name", "target", "condition", failures, "severity", "info"),
                        "id"));
        ids.put(
                "/alerts/silences/{id}",
                made(
                        "/platform/v1/alerts/silences",
                        Map.of(
                                "client_id",
                                "target",
                                "ends_at",
                                Instant.now().plusSeconds(3600).toString()),
                        "id"));
        ids.put("/roles/{name}", made("/platform/v1/roles", Map.of("name", "target"), "name"));
        ids.put(
                "/api-keys/{id}",
                made("/platform/v1/api-keys", Map.of("name", "target", "scopes", List.of("task:read")), "id"));
    }

    private String made(String path, Map<String, Object> body, String id) {
        return tenant.api().post(path, body).expect(201).data().path(id).asText();
    }

    /** Who calls an operation, what a good request to it names in its path, and its body where it has one. */
    record Call(ApiContract.Route route, RisApi api, Map<String, String> path, JsonNode body) {

        /** The path with the texts of the call, or another in the place of one. */
        String path(Map<String, String> others) {
            String filled = route.path();
            Map<String, String> all = new HashMap<>(path);
            all.putAll(others);
            for (Map.Entry<String, String> part : all.entrySet()) {
                filled = filled.replace("{" + part.getKey() + "}", encoded(part.getValue()));
            }
            return filled;
        }
    }

    /** One that fires when nobody looks any more. */
    private String job() {
        return tenant.api()
                .execute(Submission.command("target", "true")
                        .forTarget(Map.of("expression", "not exists target", "strategy", "all"))
                        .with("not_before", "2100-01-01T00:00:00Z"))
                .expect(202)
                .data()
                .path("job_id")
                .asText();
    }

    /** For a path or a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Call to(ApiContract.Route route) {
        String role = table.get(route.name());
        NewTenant own =
                route.path().contains("{code}") && route.operation().has("requestBody") ? NewTenant.of(hub) : tenant;
        @Nullable Person person = route.path().startsWith("/auth/") ? Person.invited(hub, "operator") : null;
        RisApi api = tenant.api();
        if (role.equals(AccessTable.OPEN)) {
            api = hub.apiFrom(ADDRESS_OF_STRANGERS);
        } else if (person != null) {
            api = person.loggedIn();
        } else if (role.startsWith("super_admin")) {
            api = hub.admin();
        } else if (role.equals("probe")) {
            api = hub.api().withToken(tenant.api().probeKey());
        }
        return new Call(route, api, path(route, own), body(route, person));
    }

    private Map<String, String> path(ApiContract.Route route, NewTenant own) {
        Map<String, String> path = new HashMap<>(Map.of(
                "code",
                own.code(),
                "tenant",
                own.code(),
                "hostname",
                "target",
                "kind",
                "live",
                "export",
                SESSION,
                "session_id",
                SESSION,
                "id",
                SESSION,
                "name",
                "index.html"));
        path.put("delivery", SESSION);
        List.of("client", "agent_id").forEach(name -> path.put(name, "target"));
        ids.forEach((place, id) -> {
            if (route.path().contains(place)) {
                path.put(place.contains("{name}") ? "name" : "id", id);
            }
        });
        path.keySet().removeIf(name -> !route.path().contains("{" + name + "}"));
        return path;
    }

    private JsonNode body(ApiContract.Route route, @Nullable Person person) {
        if (!route.operation().has("requestBody")) {
            return JsonNodeFactory.instance.missingNode();
        }
        ObjectNode body = route.operation()
                .at("/requestBody/content/application~1json/example")
                .deepCopy();
        switch (route.name()) {
            case "POST /auth/login" -> body.put("tenant_code", tenant.code());
            case "PUT /platform/v1/ris" -> body.set("id", agent.path("id"));
            case "POST /platform/v1/task/execute" ->
                body.put("async", true)
                        .put("client_id", agent.path("unique_client_id").asText());
            case "POST /platform/v1/enroll" ->
                body.put("csr", SigningRequest.overAFreshKey().pem())
                        .put(
                                "token",
                                tenant.api()
                                        .createAgent("enrolled")
                                        .at("/enrolment/token")
                                        .asText());
            case "PUT /platform/v1/tenants/{code}" -> // answers at once that it is none to be called
                ((ObjectNode) body.path("database_info")).put("host", "127.0.0.1");
            case "POST /platform/v1/alerts/silences" ->
                body.put("ends_at", Instant.now().plusSeconds(3600).toString()).remove("starts_at");
            default -> {}
        }
        if (person != null) {
            List.of("password", "current_password").stream()
                    .filter(body::has)
                    .forEach(field -> body.put(field, person.password()));
        }
        return body;
    }

    /** A body that names nothing that a request before it has made. */
    JsonNode anew(ApiContract.Route route, JsonNode body) {
        ObjectNode fresh = body.deepCopy();
        count++;
        if (route.verb().equals("post")) {
            UNIQUE.stream()
                    .filter(fresh::has)
                    .forEach(field -> fresh.put(field, fresh.path(field).asText() + count));
            if (fresh.has("email")) {
                fresh.put("email", "someone" + count + "@example.org");
            }
        }
        return fresh;
    }
}
