package io.ris.hub.platform.redis;

import jakarta.enterprise.event.Shutdown;
import java.time.Duration;
import java.util.Optional;

/** A hub's side of a Redis under test. */
public final class TestRedis implements AutoCloseable {

    /** Longer than any slow run takes. */
    public static final Duration PATIENT = Duration.ofSeconds(20);

    private final RedisConnections connections;
    private final Redis redis;

    /** Asks nothing before {@link #probe}. */
    public TestRedis(String uri, Duration patience, String namespace) {
        connections = new RedisConnections(
                Optional.of(uri),
                Optional.empty(),
                0,
                Optional.empty(),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofMinutes(5),
                20,
                2,
                3);
        redis = new Redis(connections, patience, namespace);
    }

    /** Asks whether Redis answers, if it is time. */
    public TestRedis probe() {
        redis.probe();
        return this;
    }

    public Redis redis() {
        return redis;
    }

    /** The connections that it makes, for looking into Redis. */
    RedisConnections connections() {
        return connections;
    }

    @Override
    public void close() {
        redis.end(new Shutdown() {});
    }
}
