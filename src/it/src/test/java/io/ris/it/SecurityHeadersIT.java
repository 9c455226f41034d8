package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands on every answer, whoever makes it. */
@ExtendWith(SharedHub.class)
class SecurityHeadersIT {

    private static final Map<String, String> EVERYWHERE = Map.of(
            "strict-transport-security", "max-age=31536000",
            "x-content-type-options", "nosniff",
            "x-frame-options", "DENY",
            "referrer-policy", "no-referrer",
            "cross-origin-opener-policy", "same-origin",
            "cross-origin-resource-policy", "same-origin",
            "cache-control", "no-store");

    private final Hub hub;

    SecurityHeadersIT(Hub hub) {
        this.hub = hub;
    }

    private static void assertSafe(Reply reply) {
        EVERYWHERE.forEach((name, value) ->
                assertThat(reply.headers().allValues(name)).as(name).containsExactly(value));
        assertThat(reply.headers().allValues("content-security-policy"))
                .singleElement()
                .asString()
                .startsWith("default-src '")
                .contains("frame-ancestors 'none'");
        assertThat(reply.header("permissions-policy")).contains("camera=()", "geolocation=()");
        assertThat(reply.headers().map()).doesNotContainKeys("server", "x-powered-by", "set-cookie");
    }

    /** Of the API, of the page, of the servlet container, and of the server before anybody knows whose the request is. */
    @ParameterizedTest
    @CsvSource({
        "GET, /health, 200",
        "GET, /, 200",
        "GET, /console/console.css, 200",
        "GET, /openapi, 200",
        "GET, /openapi/ui/, 200",
        "GET, /openapi/ui/none.js, 404",
        "GET, /auth/me, 401",
        "GET, /nothing, 404",
        "GET, /console/none.js, 404",
        "GET, /WEB-INF/web.xml, 404",
        "GET, /error, 404",
        "GET, /pingpong, 401",
        "DELETE, /auth/login, 405",
        "POST, /auth/login, 415",
        "TRACE, /auth/login, 405",
        "GET, /%zz, 400",
        "GET, /%00, 400",
        "GET, /openapi/..;/metrics, 400"
    })
    void everyAnswerHasThem(String method, String path, int status) {
        Reply reply = RawConnection.exchange(
                hub,
                method + " " + path + " HTTP/1.1",
                "Host: localhost:" + hub.port(),
                "Accept: application/json, text/html",
                "Connection: close",
                "");

        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertSafe(reply);
    }

    @Test
    void soHasTheRefusalOfTooMuch() {
        assertSafe(hub.admin().post("/auth/login", " ".repeat(1024 * 1024 + 1)).expect(413));
        for (String header : List.of("X-Big: " + "a".repeat(17_000), "X-Many: 1\r\n".repeat(150) + "X-Last: 1")) {
            Reply refused =
                    RawConnection.exchange(hub, "GET /health HTTP/1.1", "Host: localhost:" + hub.port(), header, "");
            assertThat(refused.status()).isEqualTo(400);
            assertSafe(refused);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/auth/me", "/nothing", "/health"})
    void nothingOfTheApiIsAPageThatCouldLoadAnything(String path) {
        assertThat(hub.api().get(path).header("content-security-policy"))
                .isEqualTo("default-src 'none'; frame-ancestors 'none'");
    }

    @Test
    void thePagesRunTheirOwnScriptsAlone() {
        assertThat(hub.api().get("/").header("content-security-policy"))
                .contains("default-src 'self'")
                .doesNotContain("unsafe");
        assertThat(hub.api().get("/openapi/ui/").header("content-security-policy"))
                .containsPattern("script-src 'self' 'sha256-[A-Za-z0-9+/]{43}='; style-src");
    }
}
