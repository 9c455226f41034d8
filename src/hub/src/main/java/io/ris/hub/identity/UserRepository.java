package io.ris.hub.identity;

import static org.eclipse.jnosql.communication.semistructured.CriteriaCondition.eq;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Queries;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

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

    Optional<User> findByName(String username) {
        return Queries.<User>all(store.ofTenant().entities(), COLLECTION, List.of(eq("username", username))).stream()
                .findFirst();
    }

    boolean isEmpty() {
        return store.ofTenant().entities().count(User.class) == 0;
    }

    void insert(User user) {
        store.ofTenant().entities().insert(user);
    }
}
