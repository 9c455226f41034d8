package io.ris.hub.identity.users;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static org.eclipse.jnosql.communication.semistructured.CriteriaCondition.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.persistence.Queries;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.eclipse.jnosql.communication.semistructured.CriteriaCondition;
import org.eclipse.jnosql.communication.semistructured.Element;
import org.jspecify.annotations.Nullable;

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

    /** Whether another user may log in with one of this user's names. */
    boolean isNameTaken(User user) {
        return user.loginNames().stream()
                .flatMap(name -> findByLoginName(name).stream())
                .anyMatch(other -> !other.id().equals(user.id()));
    }

    private Optional<User> first(CriteriaCondition condition) {
        return Queries.<User>all(store.ofTenant().entities(), COLLECTION, List.of(condition)).stream()
                .findFirst();
    }

    boolean isEmpty() {
        return store.ofTenant().entities().count(User.class) == 0;
    }

    Page<User> page(UserFilter filter, PageRequest request) {
        List<CriteriaCondition> conditions = new ArrayList<>();
        addEqual(conditions, "status", filter.status());
        addEqual(conditions, "roles", filter.role());
        addEqual(conditions, "source", filter.source());
        if (filter.text() != null) {
            conditions.add(CriteriaCondition.contains(Element.of("login_names", LoginNames.fold(filter.text()))));
        }
        return Queries.page(store.ofTenant().entities(), COLLECTION, conditions, request);
    }

    private static void addEqual(List<CriteriaCondition> conditions, String field, @Nullable String value) {
        if (value != null) {
            conditions.add(eq(field, value));
        }
    }

    /** The active users who were given a role, or whom the configuration may give one. */
    List<User> active(String role, Set<String> loginNames) {
        return Queries.all(
                store.ofTenant().entities(),
                COLLECTION,
                List.of(
                        eq("status", User.ACTIVE),
                        CriteriaCondition.or(
                                eq("roles", role), CriteriaCondition.in("login_names", List.copyOf(loginNames)))));
    }

    boolean isHeld(String role) {
        return collection().find(Filters.eq("roles", role)).first() != null;
    }

    boolean delete(String id, long revision) {
        return collection()
                        .deleteOne(and(Filters.eq("_id", id), Filters.eq("revision", revision)))
                        .getDeletedCount()
                == 1;
    }

    void deleteByLoginName(String folded) {
        collection().deleteOne(Filters.eq("login_names", folded));
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

    void setSecondFactor(String id, boolean present) {
        collection().updateOne(Filters.eq("_id", id), combine(set("second_factor", present), inc("revision", 1L)));
    }

    void loggedIn(String id, Instant at) {
        collection().updateOne(Filters.eq("_id", id), set("last_login_at", Date.from(at)));
    }

    private MongoCollection<Document> collection() {
        return store.ofTenant().commands().getCollection(COLLECTION);
    }
}
