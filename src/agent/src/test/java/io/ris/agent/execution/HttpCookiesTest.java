package io.ris.agent.execution;

import static io.ris.agent.testing.Offers.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.ris.protocol.AgentFrame;
import io.ris.protocol.HttpRequestSpec;
import io.ris.protocol.HttpResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpCookiesTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @TempDir
    private Path directory;

    @AutoClose
    private Workbench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new Workbench(directory);
    }

    private AgentFrame.Result run(String url, Map<String, String> headers, Map<String, String> cookies) {
        HttpRequestSpec spec =
                new HttpRequestSpec("GET", url, headers, null, null, null, null, null, null, null, cookies, null);
        return bench.run(started("t", spec));
    }

    private static List<String> cookies(List<String> head) {
        return head.stream().filter(line -> line.startsWith("Cookie: ")).toList();
    }

    private static RawServer setting(String cookie, String then) throws IOException {
        return new RawServer((head, client, out) -> {
            boolean known = cookies(head).toString().contains(cookie.split(";", 2)[0]);
            String redirect =
                    "HTTP/1.1 302 Found\r\nSet-Cookie: " + cookie + "\r\nLocation: " + then + "\r\nContent-Length: 0";
            RawServer.say(out, known ? OK : redirect + "\r\n\r\n");
        });
    }

    @Test
    void cookiesGoInOneHeaderInTheirOrder() throws IOException {
        Map<String, String> cookies = new LinkedHashMap<>();
        cookies.put("session", "a=b/c+d%20");
        cookies.put("theme", "\"dark\"");
        try (RawServer server = new RawServer((head, client, out) -> RawServer.say(out, OK))) {
            run(server.url("/"), Map.of(), cookies);

            assertThat(cookies(server.heads().getFirst()))
                    .containsExactly("Cookie: session=a=b/c+d%20; theme=\"dark\"");
        }
    }

    @Test
    void aHeaderOfCookiesGoesAsItIs() throws IOException {
        try (RawServer server = new RawServer((head, client, out) -> RawServer.say(out, OK))) {
            run(server.url("/"), Map.of("cookie", "a=1; a=2;b"), Map.of());

            assertThat(cookies(server.heads().getFirst())).containsExactly("Cookie: a=1; a=2;b");
        }
    }

    @Test
    void aCookieThatARedirectSetsComesBackAndReplacesTheGivenOne() throws IOException {
        try (RawServer server = setting("session=new; Path=/", "/")) {
            AgentFrame.Result result = run(server.url("/"), Map.of(), Map.of("session", "old", "other", "kept"));

            assertThat(((HttpResult) result.result()).statusCode()).isEqualTo(200);
            assertThat(cookies(server.heads().get(1))).containsExactly("Cookie: session=new; other=kept");
        }
    }

    @Test
    void cookiesOfATaskStayWithTheOriginTheyAreFor() throws IOException {
        try (RawServer elsewhere = new RawServer((head, client, out) -> RawServer.say(out, OK));
                RawServer server = setting("once=1; Path=/only-here", elsewhere.url("/"))) {
            run(server.url("/"), Map.of(), Map.of("session", "secret"));

            assertThat(elsewhere.heads()).hasSize(1);
            assertThat(cookies(elsewhere.heads().getFirst())).isEmpty();
        }
    }
}
