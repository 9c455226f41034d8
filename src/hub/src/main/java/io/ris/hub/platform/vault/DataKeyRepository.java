package io.ris.hub.platform.vault;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.MongoCollection;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Queries;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.persistence.StoreFaults;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.eclipse.jnosql.communication.semistructured.CriteriaCondition;

/** The wrapped keys, in the platform's database, so that a tenant's own database never holds what opens it. */
@HubService
class DataKeyRepository implements DataKeyStorage {

    private static final String COLLECTION = "data_keys";

    private final Store store;

    @Inject
    DataKeyRepository(Store store) {
        this.store = store;
    }

    @Override
    public List<WrappedKey> of(String owner) {
        return live(List.of(CriteriaCondition.eq("owner", owner)));
    }

    @Override
    public List<WrappedKey> all() {
        return live(List.of());
    }

    private List<WrappedKey> live(List<CriteriaCondition> conditions) {
        return Queries.<WrappedKey>all(store.platform().entities(), COLLECTION, conditions).stream()
                .filter(key -> key.wrapped() != null)
                .sorted(Comparator.comparing(WrappedKey::version))
                .toList();
    }

    @Override
    public boolean insert(WrappedKey key) {
        return StoreFaults.stores(() -> store.platform().entities().insert(key));
    }

    @Override
    public void rewrap(WrappedKey before, String wrapped) {
        collection().updateOne(and(eq("_id", before.id()), eq("wrapped", before.wrapped())), set("wrapped", wrapped));
    }

    @Override
    public void destroyBefore(String owner, int version, Instant at) {
        collection()
                .updateMany(
                        and(eq("owner", owner), lt("version", version), exists("wrapped")),
                        combine(unset("wrapped"), set("destroyed_at", Date.from(at))));
    }

    @Override
    public void destroy(String owner) {
        collection().deleteMany(eq("owner", owner));
    }

    private MongoCollection<Document> collection() {
        return store.platform().commands().getCollection(COLLECTION);
    }
}
