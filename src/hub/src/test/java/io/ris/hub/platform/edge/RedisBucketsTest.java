package io.ris.hub.platform.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ris.hub.platform.redis.RedisScript;
import io.ris.hub.platform.redis.TestRedis;
import io.ris.hub.testing.RedisServer;
import io.ris.settings.IpAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes over a real Redis. */
@Tag("process")
class RedisBucketsTest {

    /** One request a minute in the long run, so that a slow run is granted no more. */
    private static final RateLimit LIMIT = new RateLimit(1, 5);

    private static final Requester ANNA = new Requester.Known("acme/anna");
    private static final RedisScript DEEP_DEBT = RedisScript.of("""
            for _, key in ipairs(redis.call('KEYS', '*')) do
              redis.call('SET', key, string.format('%.0f', redis.call('GET', key) + 86400000000))
            end
            return {}
            """);

    @TempDir
    Path directory;

    private RedisServer server;
    private TestRedis redis;
    private RedisBuckets first;
    private RedisBuckets second;

    @BeforeEach
    void start() {
        server = new RedisServer(directory).start();
        redis = new TestRedis(server.uri(), TestRedis.PATIENT, "ris").probe();
        first = new RedisBuckets(redis.redis(), new LocalBuckets(() -> 0));
        second = new RedisBuckets(redis.redis(), new LocalBuckets(() -> 0));
    }

    @AfterEach
    void end() {
        redis.close();
        server.close();
    }

    private static int grantedOf(RequestBuckets buckets, Requester requester, int requests) {
        int granted = 0;
        for (int i = 0; i < requests; i++) {
            granted += buckets.take(requester, LIMIT).granted() ? 1 : 0;
        }
        return granted;
    }

    /** All keys that Redis holds, and what a script answers about each. */
    private List<Long> ofEachKey(String call) {
        RedisScript script = RedisScript.of("local all = {} for _, key in ipairs(redis.call('KEYS', '*')) do "
                + "table.insert(all, " + call + ") end return all");
        return redis.redis().run(script, "any", List.of()).orElseThrow();
    }

    @Test
    void grantsTheBurstOnceForAllNodes() {
        assertThat(grantedOf(first, ANNA, 3)).isEqualTo(3);
        assertThat(grantedOf(second, ANNA, 10)).isEqualTo(2);
        assertThat(grantedOf(first, ANNA, 10)).isZero();
    }

    @Test
    void tellsWhatIsLeftAsTheNodesOwnBucketsDo() {
        LocalBuckets own = new LocalBuckets(() -> 0);

        assertThat(first.take(ANNA, LIMIT)).isEqualTo(own.take(ANNA, LIMIT));
        assertThat(first.take(ANNA, LIMIT).remaining())
                .isEqualTo(own.take(ANNA, LIMIT).remaining());
        grantedOf(first, ANNA, 5);
        assertThat(first.take(ANNA, LIMIT)).satisfies(refusal -> {
            assertThat(refusal.granted()).isFalse();
            assertThat(refusal.remaining()).isZero();
            assertThat(refusal.untilNext()).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
            assertThat(refusal.untilFull()).isLessThanOrEqualTo(Duration.ofMinutes(5));
        });
    }

    @Test
    void fillsAgainByTheRate() {
        RateLimit fast = new RateLimit(1_000_000, 1);
        for (int i = 0; i < 100; i++) { // each but the first has to wait for its 60 microseconds
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> first.take(ANNA, fast).granted());
        }
    }

    @Test
    void givesBackWhatAnotherNodeTook() {
        grantedOf(first, ANNA, 5);
        second.giveBack(ANNA, LIMIT);

        assertThat(grantedOf(first, ANNA, 5)).isEqualTo(1);
    }

    @Test
    void givesBackNoMoreThanTheBurst() {
        first.take(ANNA, LIMIT);
        first.giveBack(ANNA, LIMIT);
        first.giveBack(ANNA, LIMIT);

        assertThat(grantedOf(second, ANNA, 10)).isEqualTo(5);
    }

    @Test
    void anotherLimitHoldsAtOnce() {
        grantedOf(first, ANNA, 5);

        assertThat(second.take(ANNA, new RateLimit(1, 6)).granted()).isTrue();
        assertThat(second.take(ANNA, new RateLimit(1, 2)).granted()).isFalse();
    }

    @Test
    void keepsOneAccountForEachAndNamesNobody() {
        List<Requester> all = List.of(
                ANNA,
                new Requester.Known("acme/bert"),
                new Requester.Known("ipv4/1"),
                Requester.of(IpAddress.find("0.0.0.1").orElseThrow()),
                Requester.of(IpAddress.find("0:0:0:1::").orElseThrow()));

        all.forEach(requester -> assertThat(grantedOf(first, requester, 10)).isEqualTo(5));

        assertThat(ofEachKey("string.match(key, '^ris:requests:%x+$') and #key or 0"))
                .hasSize(all.size())
                .containsOnly((long) ("ris:requests:".length() + 64));
    }

    @Test
    void leavesNothingBehindThatDoesNotExpire() {
        grantedOf(first, ANNA, 10);
        first.giveBack(ANNA, LIMIT);
        first.take(Requester.of(IpAddress.find("192.0.2.1").orElseThrow()), LIMIT);

        assertThat(ofEachKey("redis.call('PTTL', key)")).hasSize(2).allSatisfy(left -> assertThat(left)
                .isBetween(1L, 5 * 60_000L));
    }

    @Test
    void aClockThatWasSetBackLocksNobodyOutForLongerThanABurstTakes() {
        grantedOf(first, ANNA, 1);
        redis.redis().run(DEEP_DEBT, "any", List.of());

        assertThat(first.take(ANNA, LIMIT).granted()).isFalse();
        assertThat(ofEachKey("redis.call('PTTL', key)"))
                .allSatisfy(left -> assertThat(left).isBetween(1L, 5 * 60_000L));
    }

    @Test
    void countsRightWhenManyAskAtOnce() throws Exception {
        RateLimit limit = new RateLimit(1, 500);
        List<Callable<Integer>> loads = new ArrayList<>();
        for (RedisBuckets node : List.of(first, second, first, second)) {
            loads.add(() -> {
                int granted = 0;
                for (int i = 0; i < 300; i++) {
                    granted += node.take(ANNA, limit).granted() ? 1 : 0;
                }
                return granted;
            });
        }
        int granted = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(loads.size())) {
            for (Future<Integer> one : threads.invokeAll(loads)) {
                granted += one.get();
            }
        }
        assertThat(granted).isEqualTo(500);
    }

    @Test
    void goesOnWithTheNodesOwnBucketsWhenRedisIsGone() {
        grantedOf(first, ANNA, 5);
        server.close();

        assertThat(grantedOf(first, ANNA, 10)).isEqualTo(5);
        assertThat(grantedOf(second, ANNA, 10)).isEqualTo(5);
        first.giveBack(ANNA, LIMIT);
        assertThat(grantedOf(first, ANNA, 10)).isEqualTo(1);
    }
}
