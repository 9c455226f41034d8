package io.ris.hub.identity.roles;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Queries;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

/** The own roles of the tenant in scope. */
@HubService
class RoleRepository {

    private static final String COLLECTION = "roles";

    private final Store store;

    @Inject
    RoleRepository(Store store) {
        this.store = store;
    }

    List<OwnRole> all() {
        return Queries.all(store.ofTenant().entities(), COLLECTION, List.of());
    }

    Optional<OwnRole> find(String name) {
        return store.ofTenant().entities().find(OwnRole.class, name);
    }

    void insert(OwnRole role) {
        store.ofTenant().entities().insert(role);
    }

    /** Puts a changed role in place of one revision; false if it was changed since. */
    boolean update(OwnRole changed, long revision) {
        return collection()
                        .updateOne(
                                and(eq("_id", changed.name()), eq("revision", revision)),
                                combine(
                                        set("description", changed.description()),
                                        set("inherits", changed.inherits()),
                                        set("permissions", changed.permissions()),
                                        set("updated_at", Date.from(changed.updatedAt())),
                                        inc("revision", 1L)))
                        .getMatchedCount()
                == 1;
    }

    /** False if it was changed since. */
    boolean delete(String name, long revision) {
        return collection()
                        .deleteOne(and(eq("_id", name), eq("revision", revision)))
                        .getDeletedCount()
                == 1;
    }

    private MongoCollection<Document> collection() {
        return store.ofTenant().commands().getCollection(COLLECTION);
    }
}
