package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A list that was answered a moment ago is answered from memory: the same to whoever may see it, and to nobody else. */
@ExtendWith(SharedHub.class)
class RememberedReadsIT {

    private static final String LIST = "/platform/v1/ris?per_page=50";
    private static final Pattern COUNT = Pattern.compile("(?m)^ris_answers_remembered_total(?:\\{.*})? (\\S+)$");
    private static final Set<String> OF_EACH_REQUEST =
            Set.of("date", "x-request-id", "x-ratelimit-remaining", "x-ratelimit-reset");

    private final Hub hub;
    private NewTenant tenant;

    RememberedReadsIT(Hub hub) {
        this.hub = hub;
    }

    @BeforeEach
    void makeTenant() {
        tenant = NewTenant.of(hub);
        tenant.api().createAgent("one");
    }

    private double remembered() {
        Matcher found = COUNT.matcher(hub.admin().get("/metrics").expect(200).text());
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }

    /** Reads until an answer comes from memory, where it is kept for a second. */
    private Reply rememberedRead(RisApi api) {
        for (int attempt = 0; attempt < 20; attempt++) {
            double before = remembered();
            api.get(LIST).expect(200);
            Reply second = api.get(LIST).expect(200);
            if (remembered() > before) {
                return second;
            }
        }
        throw new AssertionError("no answer came from memory");
    }

    private static Map<String, List<String>> headers(Reply reply) {
        Map<String, List<String>> headers = new TreeMap<>(reply.headers().map());
        headers.keySet().removeAll(OF_EACH_REQUEST);
        return headers;
    }

    private Reply fresh(RisApi api) {
        return api.send(api.request(LIST).header("Cache-Control", "no-cache")).expect(200);
    }

    @Test
    void answersAsTheFirstTime() {
        Reply fresh = fresh(tenant.api());

        Reply second = rememberedRead(tenant.api());

        assertThat(second.json()).isEqualTo(fresh.json());
        assertThat(headers(second)).isEqualTo(headers(fresh));
        assertThat(second.header("X-Request-Id")).isNotEmpty().isNotEqualTo(fresh.header("X-Request-Id"));
    }

    @Test
    void remembersNothingThatWasChanged() {
        rememberedRead(tenant.api());

        tenant.api().createAgent("two");

        assertThat(tenant.api().get(LIST).data()).hasSize(2);
    }

    @Test
    void tellsNothingToAnotherTenant() {
        NewTenant other = NewTenant.of(hub);
        rememberedRead(tenant.api());

        assertThat(other.api().get(LIST).data()).isEmpty();
        RisApi stranger = other.api();
        stranger.send(stranger.request(LIST).header("X-Tenant-Code", tenant.code()))
                .expectProblem(403, "tenant_mismatch");
    }

    @Test
    void tellsNothingToWhoMayNotReadIt() {
        String role = "blind-" + UUID.randomUUID();
        hub.admin()
                .post("/platform/v1/roles", Map.of("name", role, "permissions", List.of("task:read")))
                .expect(201);
        RisApi blind = Person.invited(hub, role).loggedIn();
        rememberedRead(hub.admin());

        blind.get("/auth/me").expect(200);
        blind.get(LIST).expectProblem(403, "forbidden");
    }

    @Test
    void endsWithTheSession() {
        RisApi session = hub.api()
                .withToken(
                        tenant.login().expect(200).data().path("access_token").asText());
        rememberedRead(session);

        session.post("/auth/logout", Map.of()).expect(200);

        session.get(LIST).expectProblem(401, "session_ended");
    }

    @Test
    void endsWithTheTenantsSuspension() {
        rememberedRead(tenant.api());

        tenant.suspend();

        assertThat(tenant.api().get(LIST).status()).isIn(401, 403);
    }

    @Test
    void asksForTheRightForm() {
        rememberedRead(tenant.api());

        HttpRequest.Builder text = tenant.api().request(LIST).setHeader("Accept", "text/plain");
        tenant.api().send(text).expectProblem(406, "not_acceptable");
    }
}
