package io.ris.hub.platform.redis;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.crypto.CaFile;
import io.ris.hub.platform.crypto.Tokens;
import io.ris.settings.RedisAddress;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * The connections to the Redis of the settings, if they name one. They are made when needed, and calls wait for Redis as long
 * as it is allowed to take. Thread-safe.
 */
@HubService
class RedisConnections {

    private final Optional<RedisAddress> address;
    private final @Nullable ConnectionPool pool;
    private final int retries;

    @Inject
    RedisConnections(
            @ConfigProperty(name = "database.redis.uri") Optional<String> uri,
            @ConfigProperty(name = "database.redis.password") Optional<String> password,
            @ConfigProperty(name = "database.redis.database") int database,
            @ConfigProperty(name = "database.redis.ca_file") Optional<String> caFile,
            @ConfigProperty(name = "database.redis.dial_timeout") Duration dial,
            @ConfigProperty(name = "database.redis.read_timeout") Duration read,
            @ConfigProperty(name = "database.redis.idle_timeout") Duration idle,
            @ConfigProperty(name = "database.redis.pool_size") int most,
            @ConfigProperty(name = "database.redis.min_idle_conns") int leastIdle,
            @ConfigProperty(name = "database.redis.max_retries") int retries) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .resp2()
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED) // a right that a user of Redis need not have
                .connectionTimeoutMillis(millis(dial))
                .socketTimeoutMillis(millis(read))
                .database(database);
        password.ifPresent(config::password);
        this.address = uri.map(RedisAddress::of);
        this.pool = address.map(found -> new ConnectionPool(
                        new HostAndPort(found.host(), found.port()),
                        with(found, config, caFile),
                        poolConfig(idle, most, leastIdle)))
                .orElse(null);
        this.retries = retries;
    }

    private static JedisClientConfig with(
            RedisAddress address, DefaultJedisClientConfig.Builder config, Optional<String> caFile) {
        address.user().ifPresent(config::user);
        address.password().ifPresent(config::password);
        address.database().ifPresent(config::database);
        if (address.tls()) {
            config.sslOptions(tls(caFile.map(Path::of)));
        }
        return config.build();
    }

    private static ConnectionPoolConfig poolConfig(Duration idle, int most, int leastIdle) {
        ConnectionPoolConfig config = new ConnectionPoolConfig();
        config.setJmxEnabled(false);
        config.setMaxTotal(most);
        config.setMaxIdle(most);
        config.setMinIdle(leastIdle);
        config.setMinEvictableIdleDuration(Duration.ZERO); // never, so that the least number stays
        config.setSoftMinEvictableIdleDuration(idle);
        return config;
    }

    boolean isConfigured() {
        return pool != null;
    }

    /** Host and port, without how to log in; empty where the settings name no Redis. */
    String place() {
        return address.map(RedisAddress::toString).orElse("");
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }

    /** Full: without the check of the name, any certificate of the CA would do. */
    private static SslOptions tls(Optional<Path> caFile) {
        SslOptions.Builder options = SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL);
        caFile.ifPresent(file -> {
            char[] password = Tokens.random().toCharArray();
            byte[] store = stored(CaFile.read(file, "database.redis.ca_file"), password);
            options.trustStoreType("PKCS12").truststore(() -> new ByteArrayInputStream(store), password);
        });
        return options.build();
    }

    private static byte[] stored(KeyStore certificates, char[] password) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            certificates.store(bytes, password);
            return bytes.toByteArray();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a list of certificates cannot be kept", e);
        }
    }

    /** Drops connections that may work no longer, and makes those that are kept open. */
    void renew() throws Exception {
        ConnectionPool open = pool();
        open.clear();
        try (Connection connection = open.getResource()) {
            connection.ping();
        }
        open.preparePool();
    }

    /**
     * Runs a script. After a break in the connection it is run again, so that it may in truth have run twice.
     *
     * @return what it returns
     */
    List<Long> run(RedisScript script, String key, List<String> arguments) {
        ConnectionPool open = pool();
        for (int attempt = 0; ; attempt++) {
            try (Connection connection = open.getResource()) {
                return run(connection, script, key, arguments);
            } catch (JedisConnectionException e) {
                if (attempt == retries || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                open.clear(); // what else is idle is as old
            }
        }
    }

    private static List<Long> run(Connection connection, RedisScript script, String key, List<String> arguments) {
        try {
            return numbers(connection.executeCommand(command(Command.EVALSHA, script.sha1(), key, arguments)));
        } catch (JedisNoScriptException unknown) {
            return numbers(connection.executeCommand(command(Command.EVAL, script.text(), key, arguments)));
        }
    }

    private static CommandArguments command(Command command, String script, String key, List<String> arguments) {
        CommandArguments words =
                new CommandArguments(command).add(script).add(1).key(key);
        arguments.forEach(words::add);
        return words;
    }

    private static List<Long> numbers(Object reply) {
        return ((List<?>) reply).stream().map(Long.class::cast).toList();
    }

    private ConnectionPool pool() {
        return Objects.requireNonNull(pool, "the settings name no Redis");
    }

    void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
