package io.ris.settings;

import static io.ris.settings.Constraint.between;
import static io.ris.settings.Constraint.matching;

import java.time.Duration;
import java.util.List;

/** The store. */
public final class DatabaseSettings {

    private static final Constraint<Duration> TIMEOUT = between(Duration.ofMillis(1), Duration.ofHours(1));

    public static final Setting<String> MONGODB_URI = Definition.text("database.mongodb.uri")
            .allow(matching("mongodb:// or mongodb+srv:// and hosts", "mongodb(\\+srv)?://\\S+"))
            .variables("MONGODB_URI")
            .aliases("database.mongodb_uri")
            .secret()
            .because("without it the store is embedded in the hub's process, so that a first start needs nothing else")
            .effect("Connection string of MongoDB 6 or newer.");

    public static final Setting<String> MONGODB_DATABASE = Definition.text("database.mongodb.database")
            .allow(matching("1 to 30 letters, digits, - and _", "[A-Za-z0-9_-]{1,30}"))
            .defaultsTo("ris")
            .effect("The platform's database, and with an underscore the prefix of the tenants' databases.");

    public static final Setting<Integer> MONGODB_MAX_POOL_SIZE = Definition.number("database.mongodb.max_pool_size")
            .allow(between(1, 10_000))
            .defaultsTo(100)
            .effect("Most connections to the store.");

    public static final Setting<Integer> MONGODB_MIN_POOL_SIZE = Definition.number("database.mongodb.min_pool_size")
            .allow(between(0, 10_000))
            .defaultsTo(10)
            .effect("Connections to the store that are kept open.");

    public static final Setting<Duration> MONGODB_CONNECTION_TIMEOUT = Definition.duration(
                    "database.mongodb.connection_timeout")
            .allow(TIMEOUT)
            .defaultsTo(Duration.ofSeconds(10))
            .effect("How long connecting to the store may take.");

    public static final Setting<Duration> MONGODB_SOCKET_TIMEOUT = Definition.duration(
                    "database.mongodb.socket_timeout")
            .allow(TIMEOUT)
            .defaultsTo(Duration.ofSeconds(30))
            .effect("How long an operation may wait for bytes from the store.");

    public static final Setting<Duration> MONGODB_SERVER_SELECTION_TIMEOUT = Definition.duration(
                    "database.mongodb.server_selection_timeout")
            .allow(TIMEOUT)
            .defaultsTo(Duration.ofSeconds(5))
            .effect("How long to look for a usable server before an operation fails.");

    static final List<Setting<?>> ALL = List.of(
            MONGODB_URI,
            MONGODB_DATABASE,
            MONGODB_MAX_POOL_SIZE,
            MONGODB_MIN_POOL_SIZE,
            MONGODB_CONNECTION_TIMEOUT,
            MONGODB_SOCKET_TIMEOUT,
            MONGODB_SERVER_SELECTION_TIMEOUT);

    private DatabaseSettings() {}
}
