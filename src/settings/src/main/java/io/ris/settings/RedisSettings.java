package io.ris.settings;

import static io.ris.settings.Constraint.between;
import static io.ris.settings.Constraint.matching;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Redis, through which the nodes of a cluster share what need not outlive it. */
public final class RedisSettings {

    private static final Constraint<Duration> TIMEOUT = between(Duration.ofMillis(1), Duration.ofHours(1));

    public static final Setting<String> URI = Definition.text("database.redis.uri")
            .allow(new Constraint<>(
                    "redis[s]://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE], escaped as in URLs", RedisAddress::isValid))
            .variables("REDIS_URI")
            .aliases("database.redis_uri")
            .secret()
            .because("without it each node counts for itself, and needs nothing else")
            .effect("Redis 6 or newer, through which the nodes of a cluster share rate limits; rediss:// for TLS.");

    public static final Setting<String> PASSWORD = Definition.text("database.redis.password")
            .allow(matching("not empty", "(?s).+"))
            .secret()
            .effect("Password for Redis, where the URI has none.");

    public static final Setting<Integer> DATABASE = Definition.number("database.redis.database")
            .allow(between(0, 15))
            .defaultsTo(0)
            .effect("Number of the Redis database, where the URI has none.");

    public static final Setting<Path> CA_FILE = Definition.path("database.redis.ca_file")
            .effect("PEM file with the CA of Redis for rediss://; that of the JDK where none is given.");

    public static final Setting<Duration> REQUEST_TIMEOUT = Definition.duration("database.redis.request_timeout")
            .allow(between(Duration.ofMillis(1), Duration.ofSeconds(10)))
            .defaultsTo(Duration.ofMillis(100))
            .effect(
                    "How long a request waits for Redis at most; then its node goes on alone, until Redis answers as fast"
                            + " again.");

    public static final Setting<Integer> MAX_RETRIES = Definition.number("database.redis.max_retries")
            .allow(between(0, 100))
            .defaultsTo(3)
            .effect("Further attempts at a Redis command whose connection has broken, within request_timeout.");

    public static final Setting<Integer> POOL_SIZE = Definition.number("database.redis.pool_size")
            .allow(between(1, 10_000))
            .defaultsTo(50)
            .in(RuntimeEnvironment.PRODUCTION, 100)
            .effect("Most connections to Redis.");

    public static final Setting<Integer> MIN_IDLE_CONNECTIONS = Definition.number("database.redis.min_idle_conns")
            .allow(between(0, 10_000))
            .defaultsTo(10)
            .effect("Connections to Redis that are kept open.");

    public static final Setting<Duration> IDLE_TIMEOUT = Definition.duration("database.redis.idle_timeout")
            .allow(between(Duration.ofSeconds(1), Duration.ofDays(1)))
            .defaultsTo(Duration.ofMinutes(5))
            .effect("How long an unused connection to Redis is kept.");

    public static final Setting<Duration> DIAL_TIMEOUT = Definition.duration("database.redis.dial_timeout")
            .allow(TIMEOUT)
            .defaultsTo(Duration.ofSeconds(5))
            .effect("How long connecting to Redis may take.");

    public static final Setting<Duration> READ_TIMEOUT = Definition.duration("database.redis.read_timeout")
            .allow(TIMEOUT)
            .defaultsTo(Duration.ofSeconds(3))
            .effect("How long Redis may take to answer; no request waits longer than request_timeout.");

    static final List<Setting<?>> ALL = List.of(
            URI,
            PASSWORD,
            DATABASE,
            CA_FILE,
            REQUEST_TIMEOUT,
            MAX_RETRIES,
            POOL_SIZE,
            MIN_IDLE_CONNECTIONS,
            IDLE_TIMEOUT,
            DIAL_TIMEOUT,
            READ_TIMEOUT);

    private RedisSettings() {}
}
