package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The other two ways to sign access tokens. */
class TokenAlgorithmsIT {

    private static final String SECRET = "a secret of thirty-two bytes, or of some more";

    @Test
    void signsWithAnEllipticCurve() {
        try (Hub hub = Hub.withoutAgent()
                .with("RIS_AUTHENTICATION_JWT_ALGORITHM", "ES256")
                .start()) {
            worksWith(hub, "ES256");
            assertThat(hub.api()
                            .get("/.well-known/jwks.json")
                            .expect(200)
                            .json()
                            .path("keys")
                            .path(0)
                            .path("crv")
                            .asText())
                    .isEqualTo("P-256");
        }
    }

    @Test
    void signsWithASharedSecretThatIsToldNowhere() {
        try (Hub hub = Hub.withoutAgent()
                .with("RIS_AUTHENTICATION_JWT_ALGORITHM", "HS256")
                .with("JWT_SECRET", SECRET)
                .start()) {
            worksWith(hub, "HS256");
            Reply published = hub.api().get("/.well-known/jwks.json").expect(200);
            assertThat(published.json().path("keys")).isEmpty();
            assertThat(published.text()).doesNotContain(SECRET);
            hub.admin().post("/platform/v1/keys/rotate", Map.of()).expect(409);
        }
    }

    private static void worksWith(Hub hub, String algorithm) {
        String token = hub.api()
                .login("admin", hub.password())
                .expect(200)
                .data()
                .path("access_token")
                .asText();
        assertThat(CompactToken.of(token).headerJson().path("alg").asText()).isEqualTo(algorithm);
        hub.api().withToken(token).get("/platform/v1/users").expect(200);
        CompactToken other = CompactToken.of(token).withClaim("\"default\"", "\"another\"");
        hub.api().withToken(other.text()).get("/auth/me").expect(401);
    }
}
