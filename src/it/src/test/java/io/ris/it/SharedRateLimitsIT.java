package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two hubs over one store and one Redis, which they reach over TLS: what one grants, the other counts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedRateLimitsIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int BURST = 20;

    /** So few that a slow run is granted no more than the burst. */
    private static final String PER_MINUTE = "1";

    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private final RedisServer redis = new RedisServer();
    private final StoreProcess store = new StoreProcess();
    private Hub one;
    private Hub other;

    @BeforeAll
    void start() {
        redis.start();
        store.start();
        one = hub(RedisServer.PASSWORD).start();
        other = hub(RedisServer.PASSWORD).start();
    }

    private Hub hub(String password) {
        return Hub.withoutAgent()
                .with("MONGODB_URI", store.uri())
                .with("RIS_MASTER_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
                .with("REDIS_URI", redis.uri())
                .with("RIS_DATABASE_REDIS_PASSWORD", password)
                .with("RIS_DATABASE_REDIS_CA_FILE", redis.caFile().toString())
                .with("RIS_DATABASE_REDIS_REQUEST_TIMEOUT", "2s") // other work on this machine is no outage
                .with("RIS_SERVER_TRUSTED_PROXIES", "127.0.0.1,::1")
                .with("RIS_SECURITY_RATE_LIMITING_ENABLED", "true")
                .with("RIS_SECURITY_RATE_LIMITING_REQUESTS_PER_MINUTE", PER_MINUTE)
                .with("RIS_SECURITY_RATE_LIMITING_BURST_SIZE", Integer.toString(BURST));
    }

    @AfterAll
    void stop() {
        one.close();
        other.close();
        store.close();
        redis.close();
    }

    /** Somebody who has not asked before. */
    private static String newcomer() {
        return "198.51.100." + ADDRESSES.incrementAndGet();
    }

    private static Reply nobody(Hub hub, String address) {
        return hub.api().send(hub.api().request("/nothing").header("X-Forwarded-For", address));
    }

    private static long grantedOf(Hub hub, String address, int requests) {
        return IntStream.range(0, requests)
                .mapToObj(i -> nobody(hub, address))
                .peek(reply -> assertThat(reply.status()).isIn(404, 429))
                .filter(reply -> reply.status() == 404)
                .count();
    }

    private void assertShared() {
        String address = newcomer();
        assertThat(grantedOf(one, address, 15)).isEqualTo(15);
        assertThat(grantedOf(other, address, 15)).isEqualTo(5);
        nobody(one, address).expectProblem(429, "rate_limited");
    }

    private void assertEachForItself() {
        String address = newcomer();
        assertThat(grantedOf(one, address, BURST + 5)).isEqualTo(BURST);
        assertThat(grantedOf(other, address, BURST + 5)).isEqualTo(BURST);
    }

    private static String state(Hub hub) {
        return StreamSupport.stream(
                        hub.api()
                                .get("/health/ready")
                                .expect(200)
                                .json()
                                .path("checks")
                                .spliterator(),
                        false)
                .filter(check -> check.path("name").asText().equals("redis"))
                .map(check -> check.path("data").path("state").asText())
                .findFirst()
                .orElse("no such check");
    }

    private void awaitState(String expected) {
        for (Hub hub : List.of(one, other)) {
            await("Redis " + expected).atMost(LIMIT).until(() -> state(hub).startsWith(expected));
        }
    }

    private static String log(Hub hub) {
        return Scratch.read(hub.dataDir().resolve("hub").resolve("hub.log"));
    }

    private static long warnings(Hub hub) {
        return log(hub).lines()
                .filter(line -> line.contains("cannot be used, and this node"))
                .count();
    }

    @Test
    void anAddressHasOneAccountOnBothHubs() {
        assertShared();
        assertThat(state(one)).isEqualTo("shared");
    }

    @Test
    void aUserHasOneAccountOnBothHubs() {
        Reply login = one.api().login("admin", one.password());
        String token = login.expect(200).data().path("access_token").asText();
        RisApi here = one.api().withToken(token);
        RisApi there = other.api().withToken(token);

        int left = remaining(here);
        assertThat(remaining(there)).isEqualTo(left - 1);
        assertThat(remaining(here)).isEqualTo(left - 2);
    }

    private static int remaining(RisApi user) {
        return Integer.parseInt(user.get("/auth/me").expect(200).header("x-ratelimit-remaining"));
    }

    @Test
    void eachHubCountsForItselfWhileRedisIsGoneAndSharesAgainWhenItIsBack() {
        long before = warnings(one);

        redis.kill();
        assertEachForItself();
        awaitState("away");
        assertThat(warnings(one)).isEqualTo(before + 1);

        redis.start();
        awaitState("shared");
        assertShared();
        assertThat(log(one)).doesNotContain(RedisServer.PASSWORD);
    }

    @Test
    void aRedisThatSaysNothingHoldsUpNobodyForLong() {
        redis.hang();
        assertEachForItself();
        awaitState("away");

        redis.goOn();
        awaitState("shared");
        assertShared();
    }

    @Test
    void aWrongPasswordIsToldOfAndCostsNoRequest() {
        try (Hub wrong = hub("another-password").start()) {
            assertThat(grantedOf(wrong, newcomer(), BURST + 5)).isEqualTo(BURST);
            assertThat(state(wrong)).startsWith("away");
            assertThat(log(wrong)).contains("WRONGPASS").doesNotContain("another-password");
            assertThat(warnings(wrong)).isEqualTo(1);
        }
    }
}
