package io.ris.hub.identity.users;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;

/** Lets users change their own passwords. Thread-safe. */
@HubService
public class OwnPassword {

    private final UserRepository users;
    private final Passwords passwords;
    private final PasswordPolicy policy;
    private final Event<UserChanged> changes;
    private final Clock clock;

    @Inject
    OwnPassword(
            UserRepository users, Passwords passwords, PasswordPolicy policy, Event<UserChanged> changes, Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.policy = policy;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * Puts another password in place of the present one, which has been checked.
     *
     * @param keptSession the one session of the user that goes on
     */
    public void change(User user, String next, String keptSession) {
        UserAdministration.requireLocal(user);
        policy.require(user, "new_password", next);
        if (passwords.matches(next, user.passwordHash())) {
            throw HubException.Invalid.rule("new_password", "must not be the present one");
        }
        if (!users.update(user.withPassword(passwords.hash(next), false, clock.instant()), user.revision())) {
            throw new HubException.Conflict(ProblemType.STALE, "the user was changed at the same moment; try again");
        }
        changes.fire(new UserChanged(user.id(), true, keptSession));
    }
}
