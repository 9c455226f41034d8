package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages of other origins may do, in the words by which browsers are told. */
@ExtendWith(SharedHub.class)
class CrossOriginIT {

    private static final String FRIEND = SharedHub.FRIENDLY_ORIGIN;
    private static final String STRANGER = "https://evil.example";

    private final Hub hub;

    CrossOriginIT(Hub hub) {
        this.hub = hub;
    }

    private Reply preflight(String origin, String method, String headers) {
        return hub.api()
                .send(hub.api()
                        .request("/platform/v1/ris/1")
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", method)
                        .header("Access-Control-Request-Headers", headers)
                        .method("OPTIONS", BodyPublishers.noBody()));
    }

    @Test
    void answersAPreflightOfAnOriginOfTheList() {
        Reply reply =
                preflight(FRIEND, "PUT", "authorization,content-type,if-match").expect(204);

        assertThat(reply.text()).isEmpty();
        assertThat(reply.headers().allValues("access-control-allow-origin")).containsExactly(FRIEND);
        assertThat(reply.header("access-control-allow-methods")).contains("PUT", "DELETE");
        assertThat(reply.header("access-control-allow-headers")).contains("Authorization", "If-Match");
        assertThat(reply.header("access-control-max-age")).isEqualTo("600");
        assertThat(String.join(",", reply.headers().allValues("vary")))
                .contains("Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers");
        assertThat(reply.headers().map()).doesNotContainKey("access-control-allow-credentials");
    }

    @ParameterizedTest
    @CsvSource({
        STRANGER + ", GET, authorization",
        "null, GET, authorization",
        FRIEND + ".evil.example, GET, authorization",
        FRIEND + ", TRACE, authorization",
        FRIEND + ", GET, x-evil"
    })
    void refusesAnyOtherPreflight(String origin, String method, String headers) {
        Reply reply = preflight(origin, method, headers);

        reply.expectProblem(403, "foreign_origin");
        assertThat(reply.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/auth/me", "/nothing", "/platform/v1/ris?page=0"})
    void letsAPageOfTheListReadAnswersAndRefusals(String path) {
        Reply reply = hub.admin().send(hub.admin().request(path).header("Origin", FRIEND));

        assertThat(reply.headers().allValues("access-control-allow-origin")).containsExactly(FRIEND);
        assertThat(reply.header("access-control-expose-headers"))
                .contains("X-Request-Id", "ETag", "Location", "X-RateLimit-Remaining", "Retry-After");
        assertThat(String.join(",", reply.headers().allValues("vary"))).contains("Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {STRANGER, "null", "https://localhost"})
    void tellsNoOtherPageAnything(String origin) {
        Reply reply = hub.admin().send(hub.admin().request("/auth/me").header("Origin", origin));

        assertThat(reply.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
        assertThat(String.join(",", reply.headers().allValues("vary"))).contains("Origin");
    }

    @Test
    void variesByOriginForCachesAlsoWhereNoneIsNamed() {
        Reply reply = hub.api().get("/openapi");

        assertThat(String.join(",", reply.headers().allValues("vary"))).contains("Origin");
        assertThat(reply.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
    }

    /** Also of paths that are none: the origin is looked at before anything else. */
    @ParameterizedTest
    @CsvSource({
        "/pingpong, " + STRANGER,
        "/pingpong, null",
        "/api/v1/ws, " + STRANGER,
        "/api/v1/ws, null",
        "/api/v1/ws, https://localhost",
        "/nothing, " + STRANGER
    })
    void refusesTheWebSocketOfAForeignPage(String path, String origin) {
        Reply refused = handshake(path, origin);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("foreign_origin", "pages of this origin may not connect");
    }

    @ParameterizedTest
    @ValueSource(strings = {FRIEND, "own"})
    void looksFurtherAtTheWebSocketOfAFriendlyPage(String origin) {
        String named = origin.equals("own") ? hub.base().toString() : origin;

        assertThat(handshake("/api/v1/ws", named).status()).isEqualTo(401); // it names nobody
        assertThat(handshake("/pingpong", named).text()).contains("agents are no browsers");
    }

    @Test
    void looksFurtherAtTheWebSocketOfWhatIsNoBrowser() {
        assertThat(handshake("/api/v1/ws").status()).isEqualTo(401);
        assertThat(handshake("/pingpong").text()).contains("client_certificate_required");
    }

    @Test
    void refusesAHandshakeThatNamesTwoOrigins() {
        assertThat(handshake("/api/v1/ws", hub.base().toString(), STRANGER).status())
                .isEqualTo(403);
    }

    private Reply handshake(String path, String... origins) {
        String[] opening = {
            "GET " + path + " HTTP/1.1",
            "Host: localhost:" + hub.port(),
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol: ris.v1"
        };
        return RawConnection.exchange(
                hub,
                Stream.of(Stream.of(opening), Stream.of(origins).map(origin -> "Origin: " + origin), Stream.of(""))
                        .flatMap(lines -> lines)
                        .toArray(String[]::new));
    }
}
