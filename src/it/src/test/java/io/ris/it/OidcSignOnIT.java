package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sign-on with a real Keycloak, and what somebody in between could try. */
@ExtendWith(SharedHub.class)
class OidcSignOnIT {

    private static final String VERIFIER = "a-secret-of-the-page-that-nobody-else-knows-1234567890";
    private static final String ANOTHER = "a-secret-of-another-page-that-begins-nothing-12345678";

    private static final Keycloak KEYCLOAK = new Keycloak();
    private static final Hub HUB = Hub.withoutAgent();

    @BeforeAll
    static void start() {
        HUB.with("RIS_SERVER_PUBLIC_URL", HUB.base().toString())
                .with("RIS_AUTHENTICATION_OIDC_ENABLED", "true")
                .with("RIS_AUTHENTICATION_OIDC_ISSUER", KEYCLOAK.issuer())
                .with("RIS_AUTHENTICATION_OIDC_CLIENT_ID", Keycloak.CLIENT)
                .with("RIS_AUTHENTICATION_OIDC_CLIENT_SECRET", Keycloak.CLIENT_SECRET)
                .with("RIS_AUTHENTICATION_OIDC_TIMEOUT", "5s")
                .with("RIS_AUTHENTICATION_OIDC_ROLE_MAPPING", "operators -> operator")
                .with("RIS_AUTHENTICATION_OIDC_TENANT_MAPPING", "staff -> default, globex -> globex")
                .with("RIS_MULTI_TENANT_AUTO_PROVISION", "true");
        HUB.start();
        KEYCLOAK.startFor(HUB.base());
    }

    @AfterAll
    static void stop() {
        HUB.close();
        KEYCLOAK.close();
    }

    @Test
    void signsAUserOnWithTheRolesOfTheGroups() {
        JsonNode session = exchange(signOn("olga"), VERIFIER).expect(200).data();

        JsonNode me = HUB.api()
                .withToken(session.path("access_token").asText())
                .get("/auth/me")
                .expect(200)
                .data();
        assertThat(me.path("username").asText()).isEqualTo("olga");
        assertThat(me.path("email").asText()).isEqualTo("olga@example.test");
        assertThat(me.path("roles").valueStream().map(JsonNode::asText)).containsExactly("operator");
        assertThat(me.path("tenant_code").asText()).isEqualTo("default");
    }

    @Test
    void isTheSameUserAtTheNextSignOn() {
        String first = userId(exchange(signOn("olga"), VERIFIER));

        assertThat(userId(exchange(signOn("olga"), VERIFIER))).isEqualTo(first);
    }

    @Test
    void setsNoCookieAndShowsNoTokenInAnAddress() {
        Reply sentBack = callback(answerFor("olga"));

        assertThat(sentBack.headers().firstValue("set-cookie")).isEmpty();
        assertThat(sentBack.header("location"))
                .startsWith(HUB.base() + "/#sign_on=")
                .doesNotContain("eyJ");
    }

    @Test
    void givesTheTokensOfATicketOnce() {
        String ticket = signOn("olga");
        exchange(ticket, VERIFIER).expect(200);

        exchange(ticket, VERIFIER).expectProblem(401, "sign_on_failed");
    }

    @Test
    void givesNothingToWhoDidNotBegin() {
        String ticket = signOn("olga");

        exchange(ticket, ANOTHER).expectProblem(401, "sign_on_failed");
        exchange(ticket, VERIFIER).expectProblem(401, "sign_on_failed");
    }

    @Test
    void takesAnAnswerOnce() {
        URI answer = answerFor("olga");
        callback(answer).expect(303);

        callback(answer).expectProblem(401, "sign_on_failed");
    }

    @Test
    void takesNoAnswerToWhatNobodyBegan() {
        URI answer = answerFor("olga");

        callback(replaced(answer, "state", "of-my-own-making")).expectProblem(401, "sign_on_failed");
        callback(URI.create(HUB.base() + "/auth/oidc/callback?code=x")).expectProblem(401, "sign_on_failed");
    }

    @Test
    void takesNoCodeOfAnotherSignOn() {
        String victim = parameter(begin(""), "state");
        URI attacker = answerFor("olga");

        callback(replaced(attacker, "state", victim)).expectProblem(401, "sign_on_failed");
    }

    @Test
    void takesNoAnswerOfAnotherProvider() {
        callback(replaced(answerFor("olga"), "iss", "https%3A%2F%2Fanother.example"))
                .expectProblem(401, "sign_on_failed");
    }

    @Test
    void saysThatTheProviderRefused() {
        String state = parameter(begin(""), "state");
        URI answer = URI.create(HUB.base() + "/auth/oidc/callback?error=access_denied&state=" + state);

        callback(answer).expectProblem(401, "sign_on_failed");
    }

    @Test
    void leavesTheNameOfALocalUserToThatUser() {
        exchange(signOn("admin"), VERIFIER).expect(409);

        JsonNode local = HUB.api().login("admin", HUB.password()).expect(200).data();
        assertThat(local.path("user").path("role").asText()).isEqualTo("super_admin");
    }

    @Test
    void letsNobodyIntoAnotherTenant() {
        callback(answerFor("greta")).expectProblem(401, "sign_on_failed");
        callback(new Browser().logIn(begin("&tenant=globex"), "olga", "olga-password"))
                .expectProblem(401, "sign_on_failed");
    }

    @Test
    void makesTheTenantOfTheFirstWhoBelongsToItAndOfNobodyElse() {
        callback(new Browser().logIn(begin("&tenant=initech"), "greta", "greta-password"))
                .expectProblem(401, "sign_on_failed");
        HUB.admin().get("/platform/v1/tenants/initech").expectProblem(404, "tenant_not_found");

        URI answer = new Browser().logIn(begin("&tenant=globex"), "greta", "greta-password");
        JsonNode session = exchange(ticketOf(answer), VERIFIER).expect(200).data();

        assertThat(session.path("user").path("tenant_code").asText()).isEqualTo("globex");
        assertThat(session.path("user").path("role").asText()).isEqualTo("operator");
        JsonNode told = HUB.admin()
                .get("/platform/v1/audit?action=tenant.create")
                .expect(200)
                .data();
        assertThat(told).singleElement().satisfies(record -> {
            assertThat(record.path("resource").asText()).isEqualTo("/platform/v1/tenants/globex");
            assertThat(record.path("details").path("source").asText()).isEqualTo("oidc");
        });
    }

    @Test
    void sendsTicketsToTheConsoleOrToAProgramOnTheUsersMachine() {
        URI program = new Browser().logIn(begin("&redirect=http://127.0.0.1:4711/back"), "olga", "olga-password");
        assertThat(callback(program).expect(303).header("location")).startsWith("http://127.0.0.1:4711/back?sign_on=");

        for (String stranger : List.of(
                "https://evil.example/",
                "http://127.0.0.1.evil.example:80/",
                "http://127.0.0.1:80@evil.example/",
                "//evil.example",
                "javascript:alert(1)")) {
            HUB.api()
                    .get("/auth/oidc/login?challenge=" + challenge(VERIFIER) + "&redirect=" + stranger)
                    .expect(422);
        }
        HUB.api().get("/auth/oidc/login").expect(422);
    }

    @Test
    void saysThatTheProviderIsSilentAndLetsLocalUsersIn() {
        URI answer = answerFor("olga");
        KEYCLOAK.hang();
        try {
            callback(answer).expectProblem(503, "provider_unavailable");
            HUB.api().login("admin", HUB.password()).expect(200);
        } finally {
            KEYCLOAK.goOn();
        }
        exchange(signOn("olga"), VERIFIER).expect(200);
    }

    @Test
    void writesNoSecretToItsLog() {
        String ticket = signOn("olga");
        exchange(ticket, VERIFIER).expect(200);

        assertThat(Scratch.read(HUB.dataDir().resolve("hub").resolve("hub.log")))
                .doesNotContain(ticket, VERIFIER, Keycloak.CLIENT_SECRET);
    }

    /** Begins a sign-on; returns the provider's page. */
    private static URI begin(String further) {
        Reply reply = HUB.api().get("/auth/oidc/login?challenge=" + challenge(VERIFIER) + further);
        return URI.create(reply.expect(303).header("location"));
    }

    private static URI answerFor(String user) {
        return new Browser().logIn(begin(""), user, user + "-password");
    }

    private static Reply callback(URI answer) {
        assertThat(answer.toString()).startsWith(HUB.base() + "/auth/oidc/callback?");
        return HUB.api().get("/auth/oidc/callback?" + answer.getRawQuery());
    }

    /** Signs on; returns the ticket. */
    private static String signOn(String user) {
        return ticketOf(answerFor(user));
    }

    private static String ticketOf(URI answer) {
        String location = callback(answer).expect(303).header("location");
        return location.substring(location.indexOf("sign_on=") + "sign_on=".length());
    }

    private static Reply exchange(String ticket, String verifier) {
        return HUB.api().post("/auth/oidc/token", Map.of("code", ticket, "verifier", verifier));
    }

    private static String userId(Reply session) {
        return session.expect(200).data().path("user").path("id").asText();
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String parameter(URI uri, String name) {
        return uri.getRawQuery().replaceAll("(^|.*&)" + name + "=([^&]*).*", "$2");
    }

    private static URI replaced(URI uri, String name, String value) {
        return URI.create(uri.toString().replaceAll("([?&])" + name + "=[^&]*", "$1" + name + "=" + value));
    }
}
