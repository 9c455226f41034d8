package io.ris.hub.platform.persistence;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.outbound.OutboundGuard;
import io.ris.store.EmbeddedStore;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.bson.Document;
import org.eclipse.jnosql.databases.mongodb.communication.MongoDBDocumentConfiguration;
import org.eclipse.jnosql.databases.mongodb.communication.MongoDBDocumentManagerFactory;
import org.eclipse.jnosql.mapping.document.DocumentTemplate;
import org.eclipse.jnosql.mapping.document.DocumentTemplateProducer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The hub's databases: the platform's own and one for each tenant, on the MongoDB server of
 * {@code database.mongodb.uri}, or on an embedded store where none is set. Writes are durable when they return
 * (majority) unless a repository asks for less. Thread-safe.
 */
@HubService
public class Store {

    private static final System.Logger LOG = System.getLogger(Store.class.getName());
    private static final Duration COMPACTION = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final @Nullable EmbeddedStore embedded;
    private final MongoClient client;
    private final MongoDBDocumentManagerFactory managers;
    private final DocumentTemplateProducer templates;
    private final RepeatedWork repeated;
    private final String platformDatabase;
    private final Map<String, Database> databases = new ConcurrentHashMap<>();
    private final OutboundGuard guard;
    private final OwnServers ownServers;
    private final Provider<TenantDatabases> tenants;
    private volatile @Nullable TenantDatabases directory;
    private volatile boolean isStrange;

    @Inject
    public Store(
            @ConfigProperty(name = "database.mongodb.uri") Optional<String> uri,
            @ConfigProperty(name = "database.mongodb.database") String platformDatabase,
            @ConfigProperty(name = "database.mongodb.max_pool_size") int maxPoolSize,
            @ConfigProperty(name = "database.mongodb.min_pool_size") int minPoolSize,
            @ConfigProperty(name = "database.mongodb.connection_timeout") Duration connectTimeout,
            @ConfigProperty(name = "database.mongodb.socket_timeout") Duration socketTimeout,
            @ConfigProperty(name = "database.mongodb.server_selection_timeout") Duration selectionTimeout,
            @ConfigProperty(name = "data_dir") String dataDirectory,
            DocumentTemplateProducer templates,
            RepeatedWork repeated,
            OutboundGuard guard,
            Provider<TenantDatabases> tenants) {
        this.platformDatabase = platformDatabase;
        this.templates = templates;
        this.repeated = repeated;
        this.guard = guard;
        this.tenants = tenants;
        embedded = uri.isPresent() ? null : EmbeddedStore.open(Path.of(dataDirectory, "store"), 0);
        LOG.log(
                System.Logger.Level.INFO,
                embedded == null ? "store: MongoDB" : "store: embedded, under " + dataDirectory + " (no MONGODB_URI)");
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(
                        new ConnectionString(embedded == null ? uri.orElseThrow() : embedded.connectionString()))
                .writeConcern(WriteConcern.MAJORITY)
                .applyToConnectionPoolSettings(
                        pool -> pool.maxSize(maxPoolSize).minSize(Math.min(minPoolSize, maxPoolSize)))
                .applyToSocketSettings(socket -> socket.connectTimeout(connectTimeout.toMillis(), TimeUnit.MILLISECONDS)
                        .readTimeout(socketTimeout.toMillis(), TimeUnit.MILLISECONDS))
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(selectionTimeout.toMillis(), TimeUnit.MILLISECONDS))
                .build());
        managers = new MongoDBDocumentConfiguration().get(client);
        ownServers = new OwnServers(
                (own, name) -> database(own, new MongoDBDocumentConfiguration().get(own), name), guard::resolve);
    }

    @PostConstruct
    void keepCompact() {
        if (embedded != null) {
            repeated.every(COMPACTION, "compacting the store", embedded::compact);
        }
    }

    /**
     * The platform's own database: tenants, keys, nodes.
     *
     * @throws HubException.Unavailable while the store is not the hub's own
     */
    public Database platform() {
        requireOwn();
        return unguarded();
    }

    Database unguarded() {
        return database(platformDatabase);
    }

    private void requireOwn() {
        if (isStrange) {
            throw new HubException.Unavailable(
                    ProblemType.STORE_UNAVAILABLE,
                    "the store is empty, or another than the one that this hub has had",
                    RETRY,
                    null);
        }
    }

    boolean isStrange() {
        return isStrange;
    }

    /** Whether an empty store, or another, has come in the place of the hub's own, so that nothing may be read from it or made in it. */
    void strange(boolean found) {
        isStrange = found;
    }

    /**
     * The database of the tenant in scope.
     *
     * @throws IllegalStateException outside a {@link TenantScope}
     * @throws HubException if there is no such tenant, its own server is known not to answer, or the store is not the hub's own
     */
    public Database ofTenant() {
        requireOwn();
        Database database = directory().of(TenantScope.require());
        if (database.isDown().getAsBoolean()) {
            throw new HubException.Unavailable(
                    ProblemType.STORE_UNAVAILABLE, "the tenant's store does not answer; try again", RETRY, null);
        }
        return database;
    }

    /** Looked up once: tenancy needs the store before it can say where tenants' data are. */
    private TenantDatabases directory() {
        TenantDatabases known = directory;
        if (known == null) {
            known = tenants.get();
            directory = known;
        }
        return known;
    }

    /**
     * A tenant's database, as tenancy has it.
     *
     * @param own the tenant's own server; null for the platform's
     */
    public Database open(TenantCode tenant, @Nullable DatabaseAddress own) {
        if (own != null) {
            return ownServers.open(tenant, own);
        }
        ownServers.close(tenant);
        return database(databaseName(tenant));
    }

    /** Lets go of what a tenant that is gone had open. */
    public void close(TenantCode tenant) {
        ownServers.close(tenant);
        databases.remove(databaseName(tenant));
    }

    /**
     * Tries a tenant's own server before anybody relies on it.
     *
     * @throws HubException.Invalid if it cannot be used, or the database is another tenant's, saying why in words without
     *     addresses or secrets
     */
    public void probe(TenantCode tenant, DatabaseAddress own) {
        try {
            guard.resolve(own.host());
            if (ownServers
                    .probe(own)
                    .filter(owner -> !owner.equals(tenant.value()))
                    .isPresent()) {
                throw HubException.Invalid.rule("database", "holds another tenant's data on that server");
            }
        } catch (UnknownHostException e) {
            throw HubException.Invalid.rule("host", "cannot be found, or is none that the hub may call");
        } catch (MongoException e) {
            LOG.log(System.Logger.Level.DEBUG, "a tenant's own server cannot be used", e);
            throw HubException.Invalid.rule("database_info", "names a server that " + StoreFaults.words(e));
        }
    }

    /** Removes a tenant's database on the platform's server: also what one left there that has a server of its own. */
    public void dropOnPlatform(TenantCode tenant) {
        database(databaseName(tenant)).commands().drop();
    }

    /** The name of a tenant's database on the platform's server. */
    public String databaseName(TenantCode tenant) {
        return platformDatabase + "_" + tenant;
    }

    /** Whether the hub brings its store along. */
    public boolean isEmbedded() {
        return embedded != null;
    }

    /**
     * How long the store takes to answer.
     *
     * @throws HubException.Unavailable while it is not the hub's own
     */
    public Duration ping() {
        requireOwn();
        long before = System.nanoTime();
        client.getDatabase(platformDatabase).runCommand(new Document("ping", 1));
        return Duration.ofNanos(System.nanoTime() - before);
    }

    private Database database(String name) {
        return databases.computeIfAbsent(name, n -> database(client, managers, n));
    }

    private Database database(MongoClient server, MongoDBDocumentManagerFactory entities, String name) {
        return new Database(templates.apply(entities.apply(name)), server.getDatabase(name), () -> false);
    }

    @PreDestroy
    void close() {
        ownServers.closeAll();
        client.close();
        if (embedded != null) {
            embedded.close();
        }
    }

    /**
     * One database, two ways in: mapped entities, and native commands for what must be one atomic step.
     *
     * @param entities JNoSQL's template over it
     * @param commands the driver's handle to the same
     * @param isDown whether its server is known not to answer
     */
    public record Database(DocumentTemplate entities, MongoDatabase commands, BooleanSupplier isDown) {

        Database guardedBy(BooleanSupplier guard) {
            return new Database(entities, commands, guard);
        }
    }
}
