package io.ris.hub.identity.users;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import io.ris.hub.platform.audit.AuditTrail;
import io.ris.hub.platform.crypto.Tokens;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.tenancy.TenantContext;
import io.ris.hub.tenancy.TenantRounds;
import io.ris.hub.tenancy.TenantService;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Invites users to choose a password: a token that works once, for a while, and is void as soon as there is another one, the
 * user is changed, or may do what who invited could not. Thread-safe.
 */
@HubService
public class Invitations {

    private static final Duration PRUNING = Duration.ofHours(1);

    private final InvitationRepository invitations;
    private final UserAdministration administration;
    private final UserRepository users;
    private final UserRoles roles;
    private final Passwords passwords;
    private final PasswordPolicy policy;
    private final TenantService tenants;
    private final TenantRounds rounds;
    private final Event<UserChanged> changes;
    private final AuditTrail trail;
    private final RepeatedWork repeated;
    private final Clock clock;
    private final Duration lifetime;

    @Inject
    Invitations(
            InvitationRepository invitations,
            UserAdministration administration,
            UserRepository users,
            UserRoles roles,
            Passwords passwords,
            PasswordPolicy policy,
            TenantService tenants,
            TenantRounds rounds,
            Event<UserChanged> changes,
            AuditTrail trail,
            RepeatedWork repeated,
            Clock clock,
            @ConfigProperty(name = "authentication.invitation.expiry") Duration lifetime) {
        this.invitations = invitations;
        this.administration = administration;
        this.users = users;
        this.roles = roles;
        this.passwords = passwords;
        this.policy = policy;
        this.tenants = tenants;
        this.rounds = rounds;
        this.changes = changes;
        this.trail = trail;
        this.repeated = repeated;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    void begin(@Observes @Priority(StartupOrder.IDENTITY) Startup startup) {
        repeated.every(
                PRUNING,
                "removing old invitations",
                () -> rounds.forAll("removing old invitations", tenant -> invitations.prune(clock.instant())));
    }

    /** Invites a user of the tenant in scope. */
    public Invited invite(Caller caller, String userId) {
        User user = administration.requireOther(caller, userId);
        UserAdministration.requireLocal(user);
        String token = TenantScope.require() + "." + user.id() + "." + Tokens.random();
        Instant until = clock.instant().plus(lifetime);
        invitations.put(new Invitation(user.id(), Tokens.hash(token), List.copyOf(caller.permissions()), until));
        return new Invited(user, token, until);
    }

    /**
     * Sets the password of the user whom a token invites.
     *
     * @throws HubException.Refused if the token is not good, or not any more
     */
    public User accept(String token, String password) {
        trail.requireWritable();
        String[] parts = token.split("\\.", -1);
        TenantCode tenant = Optional.of(parts)
                .filter(all -> all.length == 3 && TenantCode.isValid(all[0]))
                .flatMap(all -> tenants.findActive(new TenantCode(all[0])))
                .map(TenantContext::tenantCode)
                .orElseThrow(() -> refused("not_a_token"));
        return TenantScope.call(tenant, () -> accept(token, parts[1], password));
    }

    private User accept(String token, String userId, String password) {
        Invitation invitation = invitations
                .find(userId)
                .filter(found -> found.tokenHash().equals(Tokens.hash(token)))
                .filter(found -> clock.instant().isBefore(found.expiresAt()))
                .orElseThrow(() -> refused("unknown_or_over"));
        User user = users.find(userId)
                .filter(found -> found.isActive() && found.isLocal())
                .orElseThrow(() -> refused("user_disabled"));
        if (!invitation.covers(roles.permissionsOf(user))) {
            throw refused("above_inviter");
        }
        policy.require(user, "password", password);
        String hash = passwords.hash(password);
        if (!invitations.take(invitation)) {
            throw refused("used");
        }
        if (!users.update(user.withPassword(hash, false, clock.instant()), user.revision())) {
            throw new HubException.Conflict(
                    ProblemType.STALE, "the user was changed at the same moment; ask for another invitation");
        }
        changes.fire(new UserChanged(userId, true));
        trail.record(new AuditEntry(
                AuditKind.AUTHENTICATION, "invitation.accept", "user/" + userId, AuditResult.SUCCESS, Map.of()));
        return user;
    }

    /** Who was invited is not the same any more: they may have gained what who has the token must not. */
    void withdraw(@Observes UserChanged change) {
        invitations.delete(change.userId());
    }

    private HubException.Refused refused(String reason) {
        trail.record(new AuditEntry(
                AuditKind.AUTHENTICATION,
                "invitation.accept",
                "invitation",
                AuditResult.DENIED,
                Map.of("reason", reason)));
        return new HubException.Refused(ProblemType.INVITATION_OVER, "this invitation is not good, or not any more");
    }

    /**
     * What is told once.
     *
     * @param token lets the user choose a password
     */
    public record Invited(User user, String token, Instant expiresAt) {

        @Override
        public String toString() {
            return "Invited[" + user + "]";
        }
    }
}
