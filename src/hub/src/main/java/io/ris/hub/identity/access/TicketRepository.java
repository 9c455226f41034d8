package io.ris.hub.identity.access;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;

/** The tickets of the tenant in scope that were not used yet. */
@HubService
class TicketRepository {

    private final Store store;

    @Inject
    TicketRepository(Store store) {
        this.store = store;
    }

    void insert(Ticket ticket) {
        store.ofTenant().entities().insert(ticket);
    }

    /** The ticket with a hash, which nobody can take again. */
    Optional<Ticket> take(String hash) {
        return store.ofTenant()
                .entities()
                .find(Ticket.class, hash)
                .filter(ticket -> collection().deleteOne(eq("_id", hash)).getDeletedCount() == 1);
    }

    void prune(Instant before) {
        collection().deleteMany(lt("expires_at", Date.from(before)));
    }

    private MongoCollection<Document> collection() {
        return store.ofTenant().commands().getCollection("tickets");
    }
}
