package io.ris.hub.identity.lockout;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Queries;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.persistence.StoreFaults;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bson.Document;
import org.eclipse.jnosql.communication.semistructured.CriteriaCondition;
import org.jspecify.annotations.Nullable;

/** Counts of failed logins, in the platform's database: an address fails in several tenants, and in some that there are not. */
@HubService
class FailureRepository {

    private static final String COLLECTION = "login_failures";

    private final Store store;

    @Inject
    FailureRepository(Store store) {
        this.store = store;
    }

    /** The counts that there are. */
    Map<String, FailureCount> find(Collection<String> ids) {
        return Queries.<FailureCount>all(
                        store.platform().entities(), COLLECTION, List.of(CriteriaCondition.in("_id", List.copyOf(ids))))
                .stream()
                .collect(Collectors.toMap(FailureCount::id, Function.identity()));
    }

    /** Puts a count in place of one version; false if it was changed since. */
    boolean replace(FailureCount next, long version) {
        return version == 0 ? insert(next) : update(next, version);
    }

    private boolean insert(FailureCount count) {
        return StoreFaults.stores(() -> store.platform().entities().insert(count));
    }

    private boolean update(FailureCount next, long version) {
        return collection()
                        .updateOne(
                                and(eq("_id", next.id()), eq("version", version)),
                                combine(
                                        set("failures", next.failures()),
                                        set("version", next.version()),
                                        set("locked_until", date(next.lockedUntil())),
                                        set("known_until", date(next.knownUntil())),
                                        set("expires_at", Date.from(next.expiresAt()))))
                        .getModifiedCount()
                == 1;
    }

    long count() {
        return collection().estimatedDocumentCount();
    }

    void prune(Instant before) {
        collection().deleteMany(lt("expires_at", Date.from(before)));
    }

    /** Forgets those who are known nowhere and whose memory ends before a time. */
    void pruneUnknown(Instant before) {
        collection().deleteMany(and(lt("expires_at", Date.from(before)), eq("known_until", null)));
    }

    private static @Nullable Date date(@Nullable Instant instant) {
        return instant == null ? null : Date.from(instant);
    }

    private MongoCollection<Document> collection() {
        return store.platform().commands().getCollection(COLLECTION);
    }
}
