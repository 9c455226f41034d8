package io.ris.cli.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ris.cli.Console;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A login and what becomes of its token, at a hub that this test plays. */
class HubsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");

    @TempDir
    private Path configuration;

    private final AtomicInteger tokens = new AtomicInteger();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile boolean refreshable = true;
    private volatile String goodToken = "";
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(
                path + " " + body + " tenant=" + exchange.getRequestHeaders().getFirst("X-Tenant-Code"));
        boolean granted = path.equals("/auth/login") ? body.contains("right") : refreshable;
        if (path.startsWith("/auth/log") || path.equals("/auth/refresh")) {
            reply(exchange, granted ? 200 : 401, granted ? grant() : problem());
        } else {
            boolean known =
                    ("Bearer " + goodToken).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getResponseHeaders().add("Link", "</list?cursor=x>; rel=\"next\"");
            reply(exchange, known ? 200 : 401, known ? "{\"success\":true,\"data\":[1]}" : problem());
        }
    }

    private String grant() {
        int number = tokens.incrementAndGet();
        goodToken = "access" + number;
        return "{\"success\":true,\"data\":{\"access_token\":\"access" + number + "\",\"refresh_token\":\"refresh"
                + number
                + "\",\"expires_in\":3600,\"user\":{\"username\":\"anna\",\"role\":\"admin\",\"tenant_code\":\"acme\"}}}";
    }

    private static String problem() {
        return "{\"detail\":\"not known\",\"error\":\"session_ended\"}";
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private Hubs hubs(Duration later) {
        return new Hubs(
                Map.of("XDG_CONFIG_HOME", configuration.toString()), Clock.fixed(NOW.plus(later), ZoneOffset.UTC));
    }

    private Hubs loggedIn() throws RefusedException {
        Hubs hubs = hubs(Duration.ZERO);
        URI hub = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        hubs.login(new Credentials(hub, null, "anna", "right", "acme", null));
        return hubs;
    }

    @Test
    void keepsALoginInAFileThatOnlyItsUserMayRead() throws Exception {
        loggedIn();
        Path file = configuration.resolve("ris/login.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file).content().contains("access1").doesNotContain("right");
    }

    @Test
    void saysWhyALoginIsRefused() {
        URI hub = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        assertThatThrownBy(() -> hubs(Duration.ZERO).login(new Credentials(hub, null, "anna", "wrong", null, null)))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.exitCode()).isEqualTo(ExitCode.HUB_REFUSED);
                    assertThat(refused.getMessage()).contains("not known");
                });
    }

    @Test
    void saysThatNobodyIsLoggedIn() {
        assertThatThrownBy(() -> hubs(Duration.ZERO).require()).hasMessageContaining("ris login");
    }

    @Test
    void usesAGoodTokenAsItIs() throws Exception {
        loggedIn();
        HubClient.Answer answer =
                hubs(Duration.ofMinutes(58)).require().in("other").get("/list");
        assertThat(answer.data().get(0).asInt()).isEqualTo(1);
        assertThat(answer.next()).contains("/list?cursor=x");
        assertThat(requests).hasSize(2).last().asString().contains("tenant=other");
    }

    @Test
    void replacesATokenThatIsAboutToEnd() throws Exception {
        loggedIn();
        hubs(Duration.ofMinutes(59).plusSeconds(30)).require().get("/list");
        assertThat(requests).anyMatch(request -> request.startsWith("/auth/refresh {\"refresh_token\":\"refresh1\"}"));
        assertThat(configuration.resolve("ris/login.json")).content().contains("refresh2");
    }

    @Test
    void replacesATokenThatIsRefused() throws Exception {
        Hubs hubs = loggedIn();
        HubClient client = hubs.require();
        goodToken = "another";
        client.get("/list");
        assertThat(requests)
                .filteredOn(request -> request.startsWith("/auth/refresh"))
                .hasSize(1);
    }

    @Test
    void takesTheTokenThatAnotherCommandHasFetched() throws Exception {
        Hubs hubs = loggedIn();
        HubClient one = hubs.require();
        HubClient other = hubs.require();
        goodToken = "another";
        one.get("/list");
        other.get("/list");
        assertThat(requests)
                .filteredOn(request -> request.startsWith("/auth/refresh"))
                .hasSize(1);
    }

    @Test
    void saysThatTheLoginHasEnded() throws Exception {
        Hubs hubs = loggedIn();
        refreshable = false;
        goodToken = "another";
        assertThatThrownBy(() -> hubs.require().get("/list")).hasMessageContaining("ended");
    }

    @Test
    void noOptionTakesASecret() {
        LoginCommand login = new LoginCommand(
                new Console(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter())),
                Map.of(),
                configuration,
                hubs(Duration.ZERO),
                System.in);
        assertThat(new CommandLine(login).getCommandSpec().optionsMap().keySet())
                .doesNotContain("--password", "--token");
    }
}
