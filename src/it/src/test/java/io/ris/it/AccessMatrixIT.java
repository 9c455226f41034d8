package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.protocol.EnrolmentRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every route of the running hub, called by everyone there is, held against {@code access-matrix.csv} (as Salt's hidden
 * methods were not, CVE-2020-11651). A route that is not in the table fails, and so does a line without its route.
 */
@ExtendWith(SharedHub.class)
class AccessMatrixIT {

    private static final Pattern PERMISSION = Pattern.compile("Needs the permission `([^`]+)`");
    private static final List<String> RANKS = List.of("readonly", "operator", "admin", "super_admin");

    /** Ends the session that it is called with, so that nothing could be called after it. */
    private static final String LAST = "DELETE /auth/sessions";

    /** Ends it too; that it does is shown elsewhere. */
    private static final String LOGOUT = "POST /auth/logout";

    private final Hub hub;
    private final Map<String, String> table = AccessTable.read();

    AccessMatrixIT(Hub hub) {
        this.hub = hub;
    }

    @Test
    void theTableNamesEveryRouteAndThePermissionThatItNeeds() {
        Map<String, String> served = new TreeMap<>();
        for (ApiContract.Route route : hub.api().contract().routes()) {
            Matcher needs =
                    PERMISSION.matcher(route.operation().path("description").asText());
            served.put(route.name(), needs.find() ? needs.group(1) : AccessTable.OPEN);
        }
        assertThat(served).hasSizeGreaterThan(60);
        Map<String, String> named = new TreeMap<>();
        table.forEach((route, role) -> named.put(route, role.equals(AccessTable.OPEN) ? AccessTable.OPEN : "guarded"));
        served.replaceAll((route, permission) -> permission.equals(AccessTable.OPEN) ? AccessTable.OPEN : "guarded");
        assertThat(named).isEqualTo(served);
    }

    @Test
    void whoHasNoTokenReachesOnlyWhatIsOpen() {
        assertReaches("nobody", hub.api(), List.of());
    }

    @Test
    void anAgentsCertificateIsNoToken() {
        SigningRequest request = SigningRequest.overAFreshKey();
        JsonNode enrolled = hub.api()
                .post(
                        EnrolmentRequest.PATH,
                        Map.of(
                                "token",
                                hub.admin()
                                        .createAgent("matrix-" + UUID.randomUUID())
                                        .path("enrolment")
                                        .path("token")
                                        .asText(),
                                "csr",
                                request.pem()))
                .expect(200)
                .data();
        RisApi agent = RisApi.of(
                hub.base(),
                RisApi.trusting(
                        hub.tls("ca.pem"),
                        ClientKeys.of(
                                request.key(), enrolled.path("client_cert").asText())));
        assertReaches("an agent", agent, List.of());
        assertReaches(
                "an agent's enrolment as a token",
                agent.withToken(enrolled.path("client_cert").asText().replaceAll("\\s", "")),
                List.of());
    }

    @Test
    void readonlyReachesWhatIsForReading() {
        assertReaches("readonly", Person.invited(hub, "readonly").loggedIn(), List.of("readonly"));
    }

    @Test
    void anOperatorReachesWhatIsForOperators() {
        assertReaches("operator", Person.invited(hub, "operator").loggedIn(), List.of("readonly", "operator"));
    }

    @Test
    void aServiceReachesWhatIsForServices() {
        assertReaches("service", Person.invited(hub, "service").loggedIn(), List.of("service"));
    }

    @Test
    void aProbesKeyReachesWhatIsForProbes() {
        assertReaches("a probe", hub.api().withToken(NewTenant.of(hub).api().probeKey()), List.of("probe"));
    }

    @Test
    void anAdministratorReachesNothingOfAllTenants() {
        assertReaches("admin", NewTenant.of(hub).api(), RANKS.subList(0, 3));
    }

    @Test
    void aSuspendedTenantsAdministratorReachesNothing() {
        NewTenant tenant = NewTenant.of(hub);
        tenant.suspend();
        for (ApiContract.Route route : routes()) {
            if (!table.get(route.name()).equals(AccessTable.OPEN)) {
                assertThat(call(tenant.api(), route).status()).as(route.name()).isEqualTo(403);
            }
        }
    }

    /** Nobody who may call a route is told 401 or 403 by it, and nobody else is told anything but that. */
    private void assertReaches(String who, RisApi api, List<String> roles) {
        Map<String, Integer> wrong = new LinkedHashMap<>();
        for (ApiContract.Route route : routes()) {
            String role = table.getOrDefault(route.name(), "unknown");
            if (role.equals(AccessTable.OPEN)) {
                continue;
            }
            boolean may = List.of(role.split(",")).stream().anyMatch(roles::contains);
            int status = call(api, route).status();
            boolean right = roles.isEmpty() ? status == 401 : may == (status != 401 && status != 403);
            if (!right) {
                wrong.put(route.name(), status);
            }
        }
        assertThat(wrong).as("what " + who + " was told").isEmpty();
    }

    private List<ApiContract.Route> routes() {
        List<ApiContract.Route> routes = new ArrayList<>(hub.api().contract().routes());
        routes.removeIf(route -> route.name().equals(LAST) || route.name().equals(LOGOUT));
        hub.api().contract().routes().stream()
                .filter(route -> route.name().equals(LAST))
                .forEach(routes::add);
        return routes;
    }

    /** With ids that nothing has, and a body that asks for nothing: what is reached changes nothing. */
    private static Reply call(RisApi api, ApiContract.Route route) {
        String path = route.path().replaceAll("\\{[^}]*}", "nothing-has-this-id");
        String verb = route.verb().toUpperCase(Locale.ROOT);
        return route.operation().has("requestBody")
                ? api.sendJson(verb, path, "{}")
                : api.send(api.request(path).method(verb, BodyPublishers.noBody()));
    }
}
