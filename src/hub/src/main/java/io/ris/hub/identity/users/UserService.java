package io.ris.hub.identity.users;

import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;

/** The users of the tenant in scope. Thread-safe. */
@HubService
public class UserService {

    private final UserRepository users;
    private final Clock clock;

    @Inject
    UserService(UserRepository users, Clock clock) {
        this.users = users;
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

    /** Notes a login. */
    public void loggedIn(User user) {
        users.loggedIn(user.id(), clock.instant());
    }
}
