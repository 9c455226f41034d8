package io.ris.hub.identity.users;

import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.persistence.StoreFaults;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;

/**
 * The users that directories vouch for, as the hub keeps them beside its own: name, address and roles follow the directory at
 * every login; whether they are disabled is the hub's affair. Thread-safe.
 */
@HubService
public class DirectoryUsers {

    private final UserRepository users;
    private final Event<UserChanged> changes;
    private final Clock clock;

    @Inject
    DirectoryUsers(UserRepository users, Event<UserChanged> changes, Clock clock) {
        this.users = users;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * The user of the tenant in scope who stands for an identity, made at its first login.
     *
     * @throws HubException.Conflict if another user, of another source, has the name or address
     */
    public User admit(ExternalIdentity identity) {
        return users.findExternal(identity.source(), identity.externalId())
                .map(known -> follow(known, identity))
                .orElseGet(() -> add(identity));
    }

    private User add(ExternalIdentity identity) {
        Instant now = clock.instant();
        User user = new User(
                UuidCreator.getTimeOrderedEpoch().toString(),
                identity.username(),
                identity.email(),
                LoginNames.of(identity.username(), identity.email()),
                identity.roles(),
                User.ACTIVE,
                identity.source(),
                identity.externalId(),
                null,
                false,
                false,
                null,
                now,
                now,
                1);
        if (!users.isNameTaken(user) && StoreFaults.stores(() -> users.insert(user))) {
            return user;
        }
        // Another login may have been as quick with the same identity.
        return users.findExternal(identity.source(), identity.externalId()).orElseThrow(DirectoryUsers::nameTaken);
    }

    private User follow(User known, ExternalIdentity identity) {
        User followed = new User(
                known.id(),
                identity.username(),
                identity.email(),
                LoginNames.of(identity.username(), identity.email()),
                identity.roles(),
                known.status(),
                known.source(),
                known.externalId(),
                null,
                false,
                known.secondFactor(),
                known.lastLoginAt(),
                known.createdAt(),
                known.updatedAt(),
                known.revision());
        if (followed.equals(known)) {
            return known;
        }
        requireFree(followed);
        if (users.update(followed, known.revision())) {
            changes.fire(new UserChanged(known.id(), false));
        }
        return users.find(known.id()).orElseThrow(DirectoryUsers::nameTaken);
    }

    private void requireFree(User user) {
        if (users.isNameTaken(user)) {
            throw nameTaken();
        }
    }

    private static HubException.Conflict nameTaken() {
        return new HubException.Conflict(ProblemType.CONFLICT, "another user has this name or address");
    }
}
