package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The life of a session: its tokens, their rotation and their end. */
@ExtendWith(SharedHub.class)
class RefreshIT {

    private final Hub hub;
    private final RisApi api;

    RefreshIT(Hub hub) {
        this.hub = hub;
        this.api = hub.api();
    }

    @Test
    void issuesAccessTokensWithTheClaimsThatTheProductPromises() {
        CompactToken token = CompactToken.of(login().path("access_token").asText());

        JsonNode claims = token.claimsJson();
        assertThat(token.headerJson().path("alg").asText()).isEqualTo("RS256");
        assertThat(claims.path("sub").asText()).isNotBlank();
        assertThat(claims.path("upn").asText()).contains("admin");
        assertThat(claims.path("tenant_code").asText()).isEqualTo("default");
        assertThat(claims.path("session_id").asText()).isNotBlank();
        assertThat(claims.path("groups")).isNotEmpty();
        assertThat(StreamSupport.stream(claims.path("permissions").spliterator(), false)
                        .map(JsonNode::asText))
                .allMatch(permission -> permission.contains(":"))
                .isNotEmpty();
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong())
                .isEqualTo(Duration.ofDays(1).toSeconds());
    }

    @Test
    void rotatesTheRefreshToken() {
        JsonNode first = login();

        JsonNode second = refresh(first).expect(200).data();

        assertThat(second.path("refresh_token").asText())
                .isNotBlank()
                .isNotEqualTo(first.path("refresh_token").asText());
        assertThat(me(second).status()).isEqualTo(200);
        assertThat(refresh(second).status()).isEqualTo(200);
    }

    @Test
    void endsTheSessionWhenARefreshTokenIsUsedAgain() {
        JsonNode first = login();
        JsonNode second = refresh(first).expect(200).data();

        refresh(first).expect(401);

        refresh(second).expect(401);
        me(second).expect(401);
    }

    @Test
    void endsTheSessionAtLogout() {
        JsonNode session = login();

        Reply logout = api.withToken(session.path("access_token").asText()).post("/auth/logout", Map.of());

        assertThat(logout.status()).isIn(200, 204);
        me(session).expect(401);
        refresh(session).expect(401);
    }

    @Test
    void refusesATokenThatItNeverIssued() {
        api.post("/auth/refresh", Map.of("refresh_token", "of-my-own-making")).expect(401);
    }

    @Test
    void answersAWrongPasswordLikeAnUnknownUser() {
        Reply wrongPassword = api.login("admin", "wrong").expect(401);
        Reply unknownUser = api.login("nobody-of-this-name", "wrong").expect(401);

        assertThat(wrongPassword.json().path("error"))
                .isEqualTo(unknownUser.json().path("error"));
        assertThat(wrongPassword.json().path("detail"))
                .isEqualTo(unknownUser.json().path("detail"));
    }

    private JsonNode login() {
        return api.login("admin", hub.password()).expect(200).data();
    }

    private Reply refresh(JsonNode session) {
        return api.post(
                "/auth/refresh",
                Map.of("refresh_token", session.path("refresh_token").asText()));
    }

    private Reply me(JsonNode session) {
        return api.withToken(session.path("access_token").asText()).get("/auth/me");
    }
}
