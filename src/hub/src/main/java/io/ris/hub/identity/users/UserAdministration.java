package io.ris.hub.identity.users;

import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.identity.roles.RoleService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.persistence.StoreFaults;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.EntityTags;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds, changes and deletes users of the tenant in scope. Nobody touches a user who may do what they may not do themselves, nor
 * makes one of that kind; the last one who administers all tenants stays. Thread-safe.
 */
@HubService
public class UserAdministration {

    private final UserRepository users;
    private final UserRoles userRoles;
    private final RoleService roles;
    private final SuperAdministrators superAdmins;
    private final Passwords passwords;
    private final PasswordPolicy policy;
    private final Event<UserChanged> changes;
    private final Event<UserDeleted> deletions;
    private final Clock clock;

    @Inject
    UserAdministration(
            UserRepository users,
            UserRoles userRoles,
            RoleService roles,
            SuperAdministrators superAdmins,
            Passwords passwords,
            PasswordPolicy policy,
            Event<UserChanged> changes,
            Event<UserDeleted> deletions,
            Clock clock) {
        this.users = users;
        this.userRoles = userRoles;
        this.roles = roles;
        this.superAdmins = superAdmins;
        this.passwords = passwords;
        this.policy = policy;
        this.changes = changes;
        this.deletions = deletions;
        this.clock = clock;
    }

    /** @throws HubException.Conflict if there is none in this tenant */
    public User require(String id) {
        return users.find(id)
                .orElseThrow(() -> new HubException.Conflict(ProblemType.NOT_FOUND, "there is no such user"));
    }

    /**
     * A user whom the caller may change.
     *
     * @throws HubException.Refused if the user may do what the caller may not
     */
    public User requireBelow(Caller caller, String id) {
        User user = require(id);
        caller.requireHolding(userRoles.permissionsOf(user));
        return user;
    }

    /**
     * Another user whom the caller may change: with what oneself proves who one is, one proves it first.
     *
     * @throws HubException.Invalid if it is the caller
     */
    public User requireOther(Caller caller, String id) {
        User user = requireBelow(caller, id);
        if (caller.userId().equals(id)) {
            throw HubException.Invalid.rule("id", "is your own; change what is yours under /auth");
        }
        return user;
    }

    /** Adds a user; without a password, one who must be invited. */
    public User add(Caller caller, UserDraft draft) {
        Instant now = clock.instant();
        roles.requireKnown(draft.roles());
        User user = new User(
                UuidCreator.getTimeOrderedEpoch().toString(),
                draft.username(),
                draft.email(),
                LoginNames.of(draft.username(), draft.email()),
                draft.roles(),
                User.ACTIVE,
                User.LOCAL,
                null,
                null,
                draft.mustChangePassword(),
                false,
                null,
                now,
                now,
                1);
        caller.requireHolding(userRoles.permissionsOf(user));
        requireFree(user);
        User ready = draft.password() == null
                ? user
                : user.withPassword(hash(user, draft.password()), draft.mustChangePassword(), now);
        insert(ready);
        return ready;
    }

    /**
     * Changes a user.
     *
     * @param ifMatch entity tag that the change is meant for; null for any
     */
    public User change(Caller caller, String id, UserChange change, @Nullable String ifMatch) {
        User present = requireBelow(caller, id);
        EntityTags.requireMatch(ifMatch, present.revision());
        if (!present.isLocal() && change.concernsDirectory()) {
            throw HubException.Invalid.rule(
                    "id", "names a user of a directory, which alone decides on name, address and roles");
        }
        User changed = change.applyTo(present, clock.instant());
        roles.requireKnown(change.roles() == null ? Set.of() : change.roles());
        caller.requireHolding(userRoles.permissionsOf(changed));
        if (!changed.isActive() && caller.userId().equals(id)) {
            throw HubException.Invalid.rule("status", "must not be taken from oneself");
        }
        requireFree(changed);
        return keepingASuperAdmin(present, changed);
    }

    /** Deletes a user. */
    public User delete(Caller caller, String id, @Nullable String ifMatch) {
        User present = requireBelow(caller, id);
        EntityTags.requireMatch(ifMatch, present.revision());
        if (caller.userId().equals(id)) {
            throw HubException.Invalid.rule("id", "must not be one's own");
        }
        User disabled = change(caller, id, new UserChange(null, null, null, User.DISABLED, null), null);
        if (!users.delete(id, disabled.revision())) {
            throw stale();
        }
        changes.fire(new UserChanged(id, true));
        deletions.fire(new UserDeleted(id));
        return present;
    }

    /** Gives a user another password, which they must change. */
    public User setPassword(Caller caller, String id, String password, boolean mustChange) {
        User present = requireOther(caller, id);
        requireLocal(present);
        return update(present, present.withPassword(hash(present, password), mustChange, clock.instant()), true);
    }

    /** @throws HubException.Invalid if a directory has the user's password */
    static void requireLocal(User user) {
        if (!user.isLocal()) {
            throw HubException.Invalid.rule("id", "names a user of a directory, which alone has the password");
        }
    }

    /** Two who take it from each other at the same moment both find nobody left, and both give it back. */
    private User keepingASuperAdmin(User present, User changed) {
        boolean leaving = superAdmins.isOne(present) && !superAdmins.isOne(changed);
        if (leaving) {
            superAdmins.requireOtherThan(present);
        }
        boolean endsSessions = !changed.isActive();
        User stored = update(present, changed, endsSessions);
        if (leaving) {
            try {
                superAdmins.requireOtherThan(present);
            } catch (HubException.Conflict e) {
                update(stored, present, false);
                throw e;
            }
        }
        return stored;
    }

    private User update(User present, User changed, boolean endsSessions) {
        try {
            if (!users.update(changed, present.revision())) {
                throw stale();
            }
        } catch (RuntimeException e) {
            throw StoreFaults.isDuplicate(e) ? nameTaken() : e;
        }
        changes.fire(new UserChanged(present.id(), endsSessions));
        return require(present.id());
    }

    private void insert(User user) {
        try {
            users.insert(user);
        } catch (RuntimeException e) {
            throw StoreFaults.isDuplicate(e) ? nameTaken() : e;
        }
    }

    private String hash(User user, String password) {
        policy.require(user, "password", password);
        return passwords.hash(password);
    }

    private void requireFree(User user) {
        if (users.isNameTaken(user)) {
            throw nameTaken();
        }
    }

    private static HubException.Conflict nameTaken() {
        return new HubException.Conflict(ProblemType.CONFLICT, "another user has this name or address");
    }

    private static HubException.Conflict stale() {
        return new HubException.Conflict(ProblemType.STALE, "it was changed at the same moment; read it again");
    }
}
