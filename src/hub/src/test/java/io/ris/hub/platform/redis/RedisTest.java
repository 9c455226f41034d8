package io.ris.hub.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ris.hub.testing.CapturedLog;
import io.ris.hub.testing.RedisServer;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Redis, with the troubles that it has. */
@Tag("process")
class RedisTest {

    private static final RedisScript COUNT = RedisScript.of("return {redis.call('INCR', KEYS[1])}");

    /** What docs/edges.md says that a user of Redis needs, and what the script above does. */
    private static final String LEAST_RIGHTS =
            "--user default off --user ris on >secret ~ris:* +ping +eval +evalsha +time +get +set +del +incr";

    private static final Duration IMPATIENT = Duration.ofMillis(200);

    @TempDir
    Path directory;

    private RedisServer server;
    private CapturedLog log;

    @BeforeEach
    void prepare() {
        server = new RedisServer(directory);
        log = new CapturedLog(Redis.class);
    }

    @AfterEach
    void end() {
        log.close();
        server.close();
    }

    private TestRedis connected() {
        return new TestRedis(server.uri(), TestRedis.PATIENT, "ris").probe();
    }

    private List<String> warnings() {
        return log.messages(Level.WARNING);
    }

    private static Optional<List<Long>> count(TestRedis redis) {
        return redis.redis().run(COUNT, "count", List.of());
    }

    private static void awaitAnswer(TestRedis redis) {
        await().atMost(Duration.ofSeconds(60)).until(() -> redis.probe().redis().isAnswering());
    }

    @Test
    void runsScriptsOnKeysOfItsInstallation() {
        server.start();
        try (TestRedis one = connected();
                TestRedis other = new TestRedis(server.uri() + "/0", TestRedis.PATIENT, "other").probe()) {
            assertThat(count(one)).contains(List.of(1L));
            assertThat(count(one)).contains(List.of(2L));
            assertThat(count(other)).contains(List.of(1L));
        }
        assertThat(warnings()).isEmpty();
    }

    @Test
    void asksNothingOfARedisThatNobodyHasProbed() {
        server.start();
        try (TestRedis redis = new TestRedis(server.uri(), TestRedis.PATIENT, "ris")) {
            assertThat(count(redis)).isEmpty();
        }
    }

    @Test
    void needsNoOutageForAServerThatForgotConnectionsAndScripts() {
        server.start();
        try (TestRedis redis = connected()) {
            count(redis);
            server.close();
            server.start();

            assertThat(count(redis)).contains(List.of(1L));
        }
        assertThat(warnings()).isEmpty();
    }

    @Test
    void tellsOfAServerThatIsNotThereOnceAndFindsItWhenItComes() {
        try (TestRedis redis = connected()) {
            assertThat(count(redis)).isEmpty();
            assertThat(warnings()).singleElement().asString().contains("127.0.0.1:" + server.port(), "refused");

            server.start();
            awaitAnswer(redis);
            assertThat(count(redis)).contains(List.of(1L));
            assertThat(warnings()).hasSize(1);
        }
    }

    @Test
    void givesUpAKilledServerAtOnceAndComesBackToIt() {
        server.start();
        try (TestRedis redis = connected()) {
            server.close();
            for (int i = 0; i < 100; i++) {
                assertThat(count(redis)).isEmpty();
            }
            assertThat(warnings()).hasSize(1);
            assertThat(redis.redis().outages()).isEqualTo(1);

            server.start();
            awaitAnswer(redis);
            assertThat(count(redis)).contains(List.of(1L));
        }
    }

    @Test
    void givesUpAServerThatSaysNothing() {
        server.start();
        try (TestRedis redis = new TestRedis(server.uri(), IMPATIENT, "ris")) {
            awaitAnswer(redis);
            server.hang();
            for (int i = 0; i < 100; i++) {
                assertThat(count(redis)).isEmpty();
            }
            assertThat(redis.redis().isAnswering()).isFalse();
            assertThat(warnings()).last().asString().contains("does not answer within 200 ms");

            server.goOn();
            awaitAnswer(redis);
        }
    }

    @Test
    void givesUpAServerThatIsTooSlowAlthoughItAnswers() {
        server.start();
        RedisScript slow = RedisScript.of("""
                local from = redis.call('TIME')
                repeat local now = redis.call('TIME') until now[1] - from[1] > 1
                return {}
                """);
        try (TestRedis redis = new TestRedis(server.uri(), IMPATIENT, "ris")) {
            awaitAnswer(redis);
            assertThat(redis.redis().run(slow, "any", List.of())).isEmpty();
            assertThat(redis.redis().isAnswering()).isFalse();
        }
    }

    @Test
    void logsInWithAPassword() {
        server.start("--requirepass", "p@ss:w/rd");
        String uri = "redis://:p%40ss%3Aw%2Frd@127.0.0.1:" + server.port() + "/3";
        try (TestRedis redis = new TestRedis(uri, TestRedis.PATIENT, "ris").probe()) {
            assertThat(count(redis)).contains(List.of(1L));
        }
    }

    @Test
    void logsInAsAUserWithNoMoreRightsThanItNeeds() {
        server.start(LEAST_RIGHTS.split(" ", -1));
        String uri = "redis://ris:secret@127.0.0.1:" + server.port();
        try (TestRedis redis = new TestRedis(uri, TestRedis.PATIENT, "ris").probe()) {
            assertThat(warnings()).isEmpty();
            assertThat(count(redis)).contains(List.of(1L));
        }
    }

    @Test
    void tellsOfAWrongPasswordAndNotWhichOne() {
        server.start("--requirepass", "right");
        try (TestRedis redis =
                new TestRedis("redis://:wrong-one@127.0.0.1:" + server.port(), TestRedis.PATIENT, "ris").probe()) {
            assertThat(count(redis)).isEmpty();
            assertThat(warnings())
                    .singleElement()
                    .asString()
                    .contains("WRONGPASS")
                    .doesNotContain("wrong-one");
        }
    }

    @Test
    void takesAReplicaThatLetsNobodyWriteForNone() throws Exception {
        try (ServerSocket nobody = new ServerSocket(0)) {
            server.start("--replicaof", "127.0.0.1", Integer.toString(nobody.getLocalPort()));
            try (TestRedis redis = connected()) {
                assertThat(redis.redis().isAnswering()).isFalse();
                assertThat(warnings()).singleElement().asString().contains("READONLY");
            }
        }
    }
}
