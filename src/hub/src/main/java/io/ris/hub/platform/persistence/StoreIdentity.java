package io.ris.hub.platform.persistence;

import com.github.f4b6a3.uuid.UuidCreator;
import com.mongodb.client.MongoCollection;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Knows the hub's store again: the store has a name of its own since its first hub's first start, and every node keeps that name
 * in its data directory. A hub that has run before and finds its store empty, or another one, sets nothing up in it and lets
 * nobody in: neither at its start nor while it runs.
 */
@HubService
class StoreIdentity {

    private static final System.Logger LOG = System.getLogger(StoreIdentity.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Document KEY = new Document("_id", "store");

    private final Store store;
    private final RepeatedWork repeated;
    private final Clock clock;
    private final Path file;

    @Inject
    StoreIdentity(
            Store store, RepeatedWork repeated, Clock clock, @ConfigProperty(name = "data_dir") String dataDirectory) {
        this.store = store;
        this.repeated = repeated;
        this.clock = clock;
        this.file = Path.of(dataDirectory, "store-name");
    }

    /** Before anything is made in the store. */
    void begin(@Observes @Priority(StartupOrder.STORE - 1) Startup startup) {
        String name = agreed();
        repeated.every(INTERVAL, "looking whether the store is the hub's own", () -> look(name));
    }

    private String agreed() {
        try {
            Optional<String> found = find();
            if (!Files.exists(file)) {
                String name = found.orElseGet(this::give);
                keep(name);
                return name;
            }
            String kept = Files.readString(file).strip();
            if (!found.equals(Optional.of(kept))) {
                throw new IllegalStateException("ris: the store " + (found.isEmpty() ? "is empty" : "is another hub's")
                        + ", and this hub has run before: give it back the store that it had, or start with a new data"
                        + " directory (" + file + " names the store)");
            }
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException("ris: " + file + " cannot be used", e);
        } catch (RuntimeException e) {
            throw StoreFaults.isOutage(e)
                    ? new IllegalStateException(
                            "ris: the store does not answer, and the hub does not start without it", e)
                    : e;
        }
    }

    private Optional<String> find() {
        return Optional.ofNullable(collection().find(KEY).first()).map(named -> named.getString("name"));
    }

    /** The store's name is that of whichever node was first. */
    private String give() {
        String name = UuidCreator.getTimeOrderedEpoch().toString();
        boolean first = StoreFaults.stores(() -> collection()
                .insertOne(new Document(KEY).append("name", name).append("named_at", Date.from(clock.instant()))));
        return first ? name : find().orElseThrow();
    }

    private void keep(String name) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(next, name + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void look(String name) {
        boolean strange = !find().equals(Optional.of(name));
        if (strange != store.isStrange()) {
            LOG.log(
                    strange ? System.Logger.Level.ERROR : System.Logger.Level.INFO,
                    strange
                            ? "the store is empty, or another than the hub's: nobody is let in until the hub has its own again"
                            : "the store is the hub's own again");
        }
        store.strange(strange);
    }

    private MongoCollection<Document> collection() {
        return store.unguarded().commands().getCollection("store_name");
    }
}
