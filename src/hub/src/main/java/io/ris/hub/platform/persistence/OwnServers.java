package io.ris.hub.platform.persistence;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.ServerAddress;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.connection.ServerDescription;
import io.ris.hub.platform.TenantCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The MongoDB servers that tenants brought along: a client with a bounded pool for each, made when it is first needed and
 * closed when the tenant goes or has another one. A server that does not answer is given up soon. Thread-safe.
 */
final class OwnServers {

    /** How long to look for a server, and to wait for its answer to a connection or a heartbeat. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration HEARTBEAT = Duration.ofSeconds(2);
    private static final Duration LONGEST_OPERATION = Duration.ofSeconds(15);
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final Map<TenantCode, OwnServer> servers = new ConcurrentHashMap<>();
    private final BiFunction<MongoClient, String, Store.Database> databases;
    private final HostLookup lookup;

    /** @param databases makes a database of a client and a name */
    OwnServers(BiFunction<MongoClient, String, Store.Database> databases, HostLookup lookup) {
        this.databases = databases;
        this.lookup = lookup;
    }

    private record OwnServer(DatabaseAddress address, MongoClient client, Store.Database database) {}

    Store.Database open(TenantCode tenant, DatabaseAddress address) {
        return servers.compute(tenant, (code, present) -> {
                    if (present != null && present.address().equals(address)) {
                        return present;
                    }
                    if (present != null) {
                        present.client().close();
                    }
                    return connect(address);
                })
                .database();
    }

    void close(TenantCode tenant) {
        OwnServer gone = servers.remove(tenant);
        if (gone != null) {
            gone.client().close();
        }
    }

    void closeAll() {
        servers.values().forEach(server -> server.client().close());
    }

    /**
     * Tries whether a server is there, takes the credentials and lets its database be written to.
     *
     * @return the tenant whose the database is, if it is one's already
     * @throws com.mongodb.MongoException if not
     */
    Optional<String> probe(DatabaseAddress address) {
        OwnServer server = connect(address);
        try (MongoClient client = server.client()) {
            MongoDatabase database = client.getDatabase(address.database());
            var probe = database.getCollection("connection_test");
            probe.insertOne(new Document("probe", 1));
            probe.drop();
            return DatabaseOwner.of(database);
        }
    }

    private OwnServer connect(DatabaseAddress address) {
        MongoClient client = MongoClients.create(settings(address));
        Store.Database database = databases.apply(client, address.database());
        return new OwnServer(address, client, database.guardedBy(() -> isDown(client)));
    }

    private MongoClientSettings settings(DatabaseAddress address) {
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .writeConcern(WriteConcern.MAJORITY)
                .inetAddressResolver(lookup::resolve)
                .applyToClusterSettings(
                        cluster -> cluster.hosts(List.of(new ServerAddress(address.host(), address.port())))
                                .serverSelectionTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .applyToServerSettings(server -> server.heartbeatFrequency(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .readTimeout(LONGEST_OPERATION.toMillis(), TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(pool -> pool.maxSize(address.maxPoolSize())
                        .maxWaitTime(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .maxConnectionIdleTime(IDLE.toMillis(), TimeUnit.MILLISECONDS))
                .applyToSslSettings(ssl -> ssl.enabled(address.ssl()));
        MongoCredential credential = credential(address);
        return (credential == null ? settings : settings.credential(credential)).build();
    }

    private static @Nullable MongoCredential credential(DatabaseAddress address) {
        String username = address.username();
        String password = address.password();
        return username == null || password == null
                ? null
                : MongoCredential.createCredential(username, address.database(), password.toCharArray());
    }

    /** What the client's heartbeats last said; nothing yet is no reason to give up. */
    private static boolean isDown(MongoClient client) {
        List<ServerDescription> known = client.getClusterDescription().getServerDescriptions();
        return !known.isEmpty() && known.stream().allMatch(server -> !server.isOk() && server.getException() != null);
    }
}
