package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests without a token that the hub issued and that is still good: 401 with a problem document, whatever is asked. */
@ExtendWith(SharedHub.class)
class BadTokensIT {

    private static final Duration EXPIRED = Duration.ofSeconds(90);

    private final Hub hub;
    private final String token;

    BadTokensIT(Hub hub) {
        this.hub = hub;
        this.token = hub.api()
                .login("admin", hub.password())
                .data()
                .path("access_token")
                .asText();
        hub.api().withToken(token).get("/auth/me").expect(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /auth/me",
        "POST, /auth/logout",
        "GET, /platform/v1/ris",
        "POST, /platform/v1/ris",
        "PUT, /platform/v1/ris",
        "DELETE, /platform/v1/ris",
        "GET, /platform/v1/ris/1",
        "PUT, /platform/v1/ris/1",
        "DELETE, /platform/v1/ris/1",
        "POST, /platform/v1/ris/1/enrolment",
        "POST, /platform/v1/task/execute",
        "GET, /platform/v1/task/x",
        "GET, /platform/v1/task/x/events",
        "GET, /platform/v1/task/x/output",
        "POST, /platform/v1/task/x/cancel",
        "GET, /platform/v1/tasks",
        "GET, /auth/sessions",
        "DELETE, /auth/sessions",
        "POST, /auth/ticket",
        "POST, /auth/password",
        "POST, /auth/mfa/enrol",
        "GET, /platform/v1/users",
        "POST, /platform/v1/users",
        "GET, /platform/v1/roles",
        "POST, /platform/v1/roles",
        "GET, /platform/v1/api-keys",
        "POST, /platform/v1/api-keys",
        "POST, /platform/v1/keys/rotate"
    })
    void asksForATokenEverywhere(String method, String path) {
        String body = "GET".equals(method) ? "" : "{}";

        assertRefused(hub.api().sendJson(method, path, body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "..", "null"})
    void refusesWhatIsNoToken(String other) {
        assertRefused(with(other));
    }

    @Test
    void refusesAnotherSchemeOfAuthentication() {
        String basic = Base64.getEncoder().encodeToString(("admin:" + hub.password()).getBytes(StandardCharsets.UTF_8));

        assertRefused(hub.api().send(hub.api().request("/auth/me").header("Authorization", "Basic " + basic)));
    }

    @Test
    void refusesATokenWithOtherClaims() {
        assertRefused(with(good().withClaim("\"default\"", "\"another\"").text()));
    }

    @Test
    void refusesATokenWithoutASignature() {
        CompactToken unsigned = good().withHeader("{\"alg\":\"none\",\"typ\":\"JWT\"}");

        assertRefused(with(unsigned.text()));
        assertRefused(with(unsigned.signed() + "."));
        assertRefused(with(good().signed() + "."));
        assertRefused(with(good().signed()));
    }

    @Test
    void refusesATokenSignedWithAnotherKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(generator.generateKeyPair().getPrivate());
        signature.update(good().signed().getBytes(StandardCharsets.US_ASCII));

        assertRefused(with(good().withSignature(signature.sign()).text()));
    }

    @Test
    void refusesATokenSignedWithASharedSecret() throws GeneralSecurityException {
        CompactToken symmetric = good().withHeader("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("a secret of the caller's choice".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));

        byte[] tag = mac.doFinal(symmetric.signed().getBytes(StandardCharsets.US_ASCII));

        assertRefused(with(symmetric.withSignature(tag).text()));
    }

    /** Whoever takes the public key for a shared secret lets anyone sign (RFC 8725, section 2.1). */
    @Test
    void refusesATokenSignedWithThePublicKeyAsASecret() throws GeneralSecurityException {
        String published = hub.api().get("/.well-known/jwks.json").expect(200).text();
        CompactToken symmetric = good().withHeader("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\""
                + good().headerJson().path("kid").asText() + "\"}");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(published.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));

        byte[] tag = mac.doFinal(symmetric.signed().getBytes(StandardCharsets.US_ASCII));

        assertRefused(with(symmetric.withSignature(tag).text()));
    }

    @Test
    void refusesATokenThatNamesAnotherKey() {
        for (String kid : List.of("", "unknown", "../../etc/passwd", "00000000-0000-0000-0000-000000000000")) {
            assertRefused(with(good().withHeader("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + kid + "\"}")
                    .text()));
        }
    }

    @Test
    void publishesNoPrivateKey() {
        JsonNode keys =
                hub.api().get("/.well-known/jwks.json").expect(200).json().path("keys");
        assertThat(keys).isNotEmpty().allSatisfy(key -> {
            assertThat(key.path("use").asText()).isEqualTo("sig");
            assertThat(key.path("kid").asText()).isNotBlank();
            assertThat(key.has("d")).isFalse();
        });
    }

    private CompactToken good() {
        return CompactToken.of(token);
    }

    @Test
    void refusesARefreshTokenInPlaceOfAnAccessToken() {
        assertRefused(with(hub.api()
                .login("admin", hub.password())
                .data()
                .path("refresh_token")
                .asText()));
    }

    @Test
    void refusesAnExpiredTokenAndATokenOfAnotherHub() {
        try (Hub hasty =
                Hub.withLocalAgent().with("RIS_AUTHENTICATION_JWT_EXPIRY", "1m").start()) {
            assertThat(hasty.api().withToken(token).get("/auth/me").status())
                    .as("a token of another hub")
                    .isEqualTo(401);
            String own = hasty.api()
                    .login("admin", hasty.password())
                    .data()
                    .path("access_token")
                    .asText();
            RisApi shortLived = hasty.api().withToken(own);
            String task = shortLived.submit(Submission.command("local", "sleep", "1000"));

            try (EventReader reader = EventReader.of(shortLived, task);
                    LiveSocket socket = LiveSocket.open(hasty, own)) {
                await("expiry")
                        .atMost(EXPIRED)
                        .until(() -> shortLived.get("/auth/me").status() == 401);

                assertRefused(shortLived.get("/platform/v1/tasks"));
                assertThat(reader.awaitEnd()).isEqualTo("token_expired");
                assertThat(socket.heard().closed()).succeedsWithin(EXPIRED).isEqualTo(1008);
            }
        }
    }

    private Reply with(String other) {
        return hub.api().withToken(other).get("/auth/me");
    }

    private static void assertRefused(Reply reply) {
        reply.expect(401);
        assertThat(reply.header("www-authenticate")).startsWith("Bearer");
    }
}
