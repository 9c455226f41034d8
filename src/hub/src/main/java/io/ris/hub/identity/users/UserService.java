package io.ris.hub.identity.users;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The users of the tenant in scope. Thread-safe. */
@HubService
public class UserService {

    private final UserRepository users;
    private final Event<UserChanged> changes;
    private final Clock clock;

    @Inject
    UserService(UserRepository users, Event<UserChanged> changes, Clock clock) {
        this.users = users;
        this.changes = changes;
        this.clock = clock;
    }

    /** A user by id. */
    public Optional<User> find(String id) {
        return users.find(id);
    }

    /** A user by user name or email address. */
    public Optional<User> findByLoginName(String name) {
        return users.findByLoginName(LoginNames.fold(name));
    }

    /** A page of the users that a filter lets through. */
    public Page<User> page(UserFilter filter, PageRequest request) {
        return users.page(filter, request);
    }

    /**
     * Notes whether a user has a second factor; the user's other sessions end.
     *
     * @param keptSession the one that goes on; null for none
     */
    public void setSecondFactor(User user, boolean present, @Nullable String keptSession) {
        users.setSecondFactor(user.id(), present);
        changes.fire(new UserChanged(user.id(), true, keptSession));
    }

    /** Notes a login. */
    public void loggedIn(User user) {
        users.loggedIn(user.id(), clock.instant());
    }
}
