package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hub with the limits that it has by default, behind a proxy that names its clients, and with little patience. */
class RateLimitsIT {

    private static final int PER_MINUTE = 100;
    private static final int BURST = 20;

    /** More than the burst and what a slow run is granted meanwhile. */
    private static final int MANY = 200;

    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private static final Path CONFIGURATION = Scratch.absent("configuration.json");

    private static Hub hub;
    private static RisApi admin;

    private final String address = "198.51.100." + ADDRESSES.incrementAndGet();

    @BeforeAll
    static void start() {
        Scratch.write(CONFIGURATION, "{}");
        hub = Hub.withoutAgent()
                .with("RIS_SECURITY_RATE_LIMITING_ENABLED", "true")
                .with("CONFIG_PATH", CONFIGURATION.toString())
                .with("RIS_SERVER_TIMEOUTS_READ", "3s")
                .with("RIS_SERVER_TRUSTED_PROXIES", "127.0.0.1,::1")
                .start();
        admin = hub.api().loggedIn(hub.password());
    }

    @AfterAll
    static void stop() {
        hub.close();
        Scratch.delete(CONFIGURATION.getParent());
    }

    private Reply get(RisApi api, String path) {
        return api.send(api.request(path).header("X-Forwarded-For", address));
    }

    private Reply nobody() {
        return get(hub.api(), "/nothing");
    }

    /** Asks until it is refused. */
    private static boolean isLimited(Supplier<Reply> request) {
        return isLimitedWithin(MANY, request);
    }

    private static boolean isLimitedWithin(int requests, Supplier<Reply> request) {
        return IntStream.range(0, requests).anyMatch(i -> request.get().status() == 429);
    }

    @Test
    void refusesAFloodOfOneAddressAndNobodyElse() {
        Reply refusal = Stream.generate(this::nobody)
                .limit(MANY)
                .filter(reply -> reply.status() == 429)
                .findFirst()
                .orElseThrow();

        refusal.expectProblem(429, "rate_limited");
        assertThat(refusal.header("retry-after")).isEqualTo("1");
        assertThat(hub.api().get("/auth/me").status()).isEqualTo(401);
    }

    @Test
    void grantsTheBurstAndTellsWhatIsLeft() {
        Reply first = nobody().expect(404);
        Reply second = nobody().expect(404);

        assertThat(first.header("x-ratelimit-limit")).isEqualTo(Integer.toString(PER_MINUTE));
        assertThat(first.header("x-ratelimit-remaining")).isEqualTo(Integer.toString(BURST - 1));
        assertThat(Integer.parseInt(second.header("x-ratelimit-remaining"))).isBetween(BURST - 2, BURST - 1);
        assertThat(Long.parseLong(second.header("x-ratelimit-reset")))
                .isGreaterThanOrEqualTo(Long.parseLong(first.header("x-ratelimit-reset")));
        IntStream.range(2, BURST).forEach(i -> nobody().expect(404));
    }

    @Test
    void letsInAgainAfterTheTimeThatItTells() {
        assertThat(isLimited(this::nobody)).isTrue();

        await().atMost(Duration.ofSeconds(10)).until(() -> nobody().status() == 404);
    }

    @Test
    void tellsTheUsersOwnLimitOnTheirAnswers() {
        Reply known = get(admin, "/auth/me").expect(200);

        for (String header : List.of("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")) {
            assertThat(known.headers().allValues(header)).hasSize(1);
        }
        assertThat(nobody().header("x-ratelimit-remaining"))
                .as("of the address, which the user took nothing from")
                .isEqualTo(Integer.toString(BURST - 1));
    }

    @Test
    void takesAnotherLimitFromTheFileWithoutARestart() {
        Scratch.write(CONFIGURATION, perMinute(PER_MINUTE + 1));
        awaitLimit(PER_MINUTE + 1);

        Scratch.write(CONFIGURATION, perMinute(PER_MINUTE));
        awaitLimit(PER_MINUTE);
    }

    private static String perMinute(int requests) {
        return "{\"security\":{\"rate_limiting\":{\"requests_per_minute\":" + requests + "}}}";
    }

    private void awaitLimit(int perMinute) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> nobody().header("x-ratelimit-limit"), Integer.toString(perMinute)::equals);
    }

    @Test
    void letsAUserInWhoIsKnownWhileTheirAddressIsFlooded() {
        await("requests that the user has left")
                .pollInterval(Duration.ofSeconds(1))
                .atMost(Duration.ofMinutes(1))
                .until(() -> get(admin, "/auth/me").header("x-ratelimit-remaining"), left -> left.length() > 1);

        for (int round = 0; round < 5; round++) {
            assertThat(isLimited(this::nobody)).isTrue();
            get(admin, "/auth/me").expect(200);
        }
    }

    @Test
    void limitsAUserWhateverTheirAddress() {
        Supplier<Reply> elsewhere = () -> admin.send(
                admin.request("/auth/me").header("X-Forwarded-For", "203.0.113." + ADDRESSES.incrementAndGet() % 250));

        assertThat(isLimited(elsewhere)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/auth/login", "/auth/refresh", "/platform/v1/enroll"})
    void limitsWhoTriesCredentials(String path) {
        Map<String, Map<String, String>> bodies = Map.of(
                "/auth/login",
                        Map.of(
                                "username",
                                "nobody"), // no password: none is hashed, which would take longer than the limit
                "/auth/refresh", Map.of("refresh_token", "guess"),
                "/platform/v1/enroll", Map.of("token", "guess"));
        Supplier<Reply> guess = () -> hub.api()
                .send(hub.api()
                        .request(path)
                        .header("X-Forwarded-For", address)
                        .header("Content-Type", "application/json")
                        .POST(RisApi.json(bodies.get(path))));

        assertThat(isLimited(guess)).isTrue();
    }

    @Test
    void limitsBadTokensAndHandshakes() {
        assertThat(isLimited(() -> get(hub.api().withToken("guess"), "/auth/me")))
                .isTrue();
        assertThat(isLimitedWithin(BURST - 1, () -> get(hub.api(), "/pingpong")))
                .as("before an address that has asked for nothing else would be")
                .isTrue();
    }

    @Test
    void neverRefusesAProbe() {
        assertThat(isLimited(this::nobody)).isTrue();

        List<Integer> answers = new ArrayList<>();
        Stream.of("/health", "/health/live", "/health/ready", "/health/started", "/ready")
                .forEach(path -> IntStream.range(0, BURST + 5)
                        .forEach(i -> answers.add(get(hub.api(), path).status())));
        assertThat(answers).containsOnly(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/../nothing", "/health/x", "//health", "/ready/", "/health/%6cive"})
    void nothingElsePassesAsAProbe(String path) {
        assertThat(get(hub.api(), path).header("x-ratelimit-limit")).isNotEmpty();
    }

    /** What a web server in front of other products tells them in private headers, and what clients claim. */
    @ParameterizedTest
    @ValueSource(strings = {"$WSRA", "$WSRH", "X-Real-IP", "Forwarded", "True-Client-IP", "Client-IP"})
    void believesNoOtherHeaderAboutAnAddress(String header) {
        AtomicInteger last = new AtomicInteger();
        Supplier<Reply> request = () -> hub.api()
                .send(hub.api()
                        .request("/nothing")
                        .header("X-Forwarded-For", address)
                        .header(header, "192.0.2." + last.incrementAndGet() % 250));

        assertThat(isLimited(request)).isTrue();
    }

    @Test
    void believesOnlyTheLastAddressThatTheProxyWrote() {
        AtomicInteger last = new AtomicInteger();
        Supplier<Reply> request = () -> hub.api()
                .send(hub.api()
                        .request("/nothing")
                        .header("X-Forwarded-For", "192.0.2." + last.incrementAndGet() % 250 + ", " + address));

        assertThat(isLimited(request)).isTrue();
    }

    private String[] post(String... more) {
        return Stream.concat(
                        Stream.of(
                                "POST /auth/login HTTP/1.1",
                                "Host: localhost:" + hub.port(),
                                "X-Forwarded-For: " + address,
                                "Content-Type: application/json"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    @Test
    void endsAConnectionWhoseHeadersDoNotCome() {
        try (RawConnection connection = RawConnection.to(hub)) {
            connection.send(post());
            connection.awaitEnd();
        }
    }

    @Test
    void refusesABodyThatDoesNotCome() {
        try (RawConnection connection = RawConnection.to(hub)) {
            connection.send(post("Content-Length: 1000", "", "{"));
            assertThat(connection.answer().status()).isIn(400, 408);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9_000, 20_000})
    void refusesABodyThatComesInSmallPieces(int bytes) {
        try (RawConnection connection = RawConnection.to(hub)) {
            connection.send(post("Content-Length: 1000000", "", "{"));
            CompletableFuture<Reply> answer = CompletableFuture.supplyAsync(connection::answer);
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        connection.drip(bytes);
                        return answer.isDone();
                    });
            assertThat(answer.join().status()).isIn(400, 408);
        }
    }
}
