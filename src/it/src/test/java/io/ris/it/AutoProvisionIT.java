package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tenants that come into being with the first login of somebody whom a real OpenLDAP puts there. Each test has its own. */
@ExtendWith(SharedHub.class)
class AutoProvisionIT {

    private static final String GLOBEX = "ou=globex\\," + OpenLdap.BASE.replace(",", "\\,");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final OpenLdap DIRECTORY = new OpenLdap();
    private static final Hub HUB = Hub.withoutAgent()
            .with("RIS_MULTI_TENANT_AUTO_PROVISION", "true")
            .with("RIS_AUTHENTICATION_LDAP_ENABLED", "true")
            .with("RIS_AUTHENTICATION_LDAP_URL", DIRECTORY.tlsUrl())
            .with("RIS_AUTHENTICATION_LDAP_CA_FILE", DIRECTORY.caFile().toString())
            .with("RIS_AUTHENTICATION_LDAP_BASE_DN", OpenLdap.BASE)
            .with("RIS_AUTHENTICATION_LDAP_BIND_DN", OpenLdap.READER)
            .with("RIS_AUTHENTICATION_LDAP_BIND_PASSWORD", "reader-password")
            .with("RIS_AUTHENTICATION_LDAP_TIMEOUT", "15s")
            .with("RIS_AUTHENTICATION_LDAP_ROLE_MAPPING", "admins -> admin")
            .with(
                    "RIS_AUTHENTICATION_LDAP_TENANT_MAPPING",
                    GLOBEX + " -> warm," + GLOBEX + " -> first," + GLOBEX + " -> crowded," + GLOBEX + " -> kept,"
                            + GLOBEX + " -> silent," + GLOBEX + " -> suspended");

    @BeforeAll
    static void start() {
        DIRECTORY.start();
        HUB.start();
        awaitLogin("warm"); // the server connects to the directory when it is first asked
    }

    @AfterAll
    static void stop() {
        HUB.close();
        DIRECTORY.close();
    }

    private static Reply greta(String tenant) {
        return HUB.api().login("greta", "greta-password", tenant);
    }

    private static void awaitLogin(String tenant) {
        await("an answer of the directory")
                .atMost(PATIENCE)
                .until(() -> greta(tenant).status() == 200);
    }

    private static void isNotThere(String tenant) {
        HUB.admin().get("/platform/v1/tenants/" + tenant).expectProblem(404, "tenant_not_found");
    }

    private static List<JsonNode> toldOf(String tenant) {
        return HUB.admin()
                .get("/platform/v1/audit?action=tenant.create&per_page=200")
                .expect(200)
                .data()
                .valueStream()
                .filter(record -> record.path("resource").asText().endsWith("/" + tenant))
                .toList();
    }

    @Test
    void theFirstLoginMakesTheTenantAndItsUser() {
        JsonNode session = greta("first").expect(200).data();

        assertThat(session.path("user").path("tenant_code").asText()).isEqualTo("first");
        RisApi api = HUB.api().withToken(session.path("access_token").asText());
        assertThat(api.get("/platform/v1/users").expect(200).data()).hasSize(1);
        assertThat(api.get("/auth/me").data().path("role").asText()).isEqualTo("admin");
        JsonNode tenant = api.get("/platform/v1/tenants/current").expect(200).data();
        assertThat(tenant.path("name").asText()).isEqualTo("first");
        assertThat(toldOf("first")).singleElement().satisfies(record -> {
            assertThat(record.path("details").path("reason").asText()).isEqualTo("auto_provision");
            assertThat(record.path("details").path("source").asText()).isEqualTo("ldap");
            assertThat(record.path("details").path("login").asText()).isEqualTo("greta");
        });
        greta("first").expect(200);
        assertThat(toldOf("first")).hasSize(1);
    }

    @Test
    void manyWhoComeAtOnceMakeOne() {
        awaitLogin("warm"); // perhaps it was silent just before
        List<CompletableFuture<Reply>> logins = IntStream.range(0, 8)
                .mapToObj(login -> CompletableFuture.supplyAsync(() -> greta("crowded")))
                .toList();

        assertThat(logins.stream()
                        .map(CompletableFuture::join)
                        .map(reply ->
                                reply.expect(200).data().path("user").path("id").asText())
                        .distinct())
                .hasSize(1);
        assertThat(toldOf("crowded")).hasSize(1);
    }

    @Test
    void nobodyElseMakesATenant() {
        HUB.api().login("admin", HUB.password(), "kept").expectProblem(401, "login_failed");
        HUB.api().login("alice", "alice-password", "kept").expectProblem(401, "login_failed");
        HUB.api().login("greta", "wrong", "kept").expectProblem(401, "login_failed");
        isNotThere("kept");

        greta("unheard_of").expectProblem(401, "login_failed");
        isNotThere("unheard_of");
        greta("current").expectProblem(401, "login_failed");
        greta("../kept").expectProblem(401, "login_failed");
    }

    @Test
    void aSuspendedTenantStaysSuspended() {
        greta("suspended").expect(200);
        HUB.admin().post("/platform/v1/tenants/suspended/suspend", Map.of()).expect(200);

        greta("suspended").expectProblem(401, "login_failed");
    }

    @Test
    void whileTheDirectoryIsSilentNoTenantIsMade() {
        DIRECTORY.hang();
        try {
            greta("silent").expectProblem(503, "directory_unavailable");
            isNotThere("silent");
        } finally {
            DIRECTORY.goOn();
        }
        awaitLogin("silent");
    }
}
