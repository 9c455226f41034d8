package io.ris.hub.identity.users;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static org.eclipse.jnosql.communication.semistructured.CriteriaCondition.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Queries;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.eclipse.jnosql.communication.semistructured.CriteriaCondition;

/** The users of the tenant in scope. */
@HubService
class UserRepository {

    private static final String COLLECTION = "users";

    private final Store store;

    @Inject
    UserRepository(Store store) {
        this.store = store;
    }

    Optional<User> find(String id) {
        return store.ofTenant().entities().find(User.class, id);
    }

    /** The user who may log in with a folded name. */
    Optional<User> findByLoginName(String folded) {
        return first(eq("login_names", folded));
    }

    Optional<User> findExternal(String source, String externalId) {
        return first(CriteriaCondition.and(eq("source", source), eq("external_id", externalId)));
    }

    private Optional<User> first(CriteriaCondition condition) {
        return Queries.<User>all(store.ofTenant().entities(), COLLECTION, List.of(condition)).stream()
                .findFirst();
    }

    boolean isEmpty() {
        return store.ofTenant().entities().count(User.class) == 0;
    }

    void insert(User user) {
        store.ofTenant().entities().insert(user);
    }

    /** Puts a changed user in place of one revision; false if it was changed since. */
    boolean update(User changed, long revision) {
        return collection()
                        .updateOne(
                                and(Filters.eq("_id", changed.id()), Filters.eq("revision", revision)),
                                combine(
                                        set("username", changed.username()),
                                        set("email", changed.email()),
                                        set("login_names", changed.loginNames()),
                                        set("roles", changed.roles()),
                                        set("status", changed.status()),
                                        set("password_hash", changed.passwordHash()),
                                        set("must_change_password", changed.mustChangePassword()),
                                        set("second_factor", changed.secondFactor()),
                                        set("updated_at", Date.from(changed.updatedAt())),
                                        inc("revision", 1L)))
                        .getMatchedCount()
                == 1;
    }

    void loggedIn(String id, Instant at) {
        collection().updateOne(Filters.eq("_id", id), set("last_login_at", Date.from(at)));
    }

    private MongoCollection<Document> collection() {
        return store.ofTenant().commands().getCollection(COLLECTION);
    }
}
