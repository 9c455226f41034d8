package io.ris.hub.identity.login;

import io.ris.hub.identity.lockout.ClientNetwork;
import io.ris.hub.identity.lockout.LoginLocks;
import io.ris.hub.identity.lockout.LoginLocks.Attempt;
import io.ris.hub.identity.login.Authenticator.Verdict;
import io.ris.hub.identity.mfa.SecondFactors;
import io.ris.hub.identity.sessions.Grant;
import io.ris.hub.identity.sessions.SessionService;
import io.ris.hub.identity.users.DirectoryUsers;
import io.ris.hub.identity.users.ExternalIdentity;
import io.ris.hub.identity.users.LoginNames;
import io.ris.hub.identity.users.Passwords;
import io.ris.hub.identity.users.User;
import io.ris.hub.identity.users.UserService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.Origin;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import io.ris.hub.platform.audit.AuditTrail;
import io.ris.hub.tenancy.TenantContext;
import io.ris.hub.tenancy.TenantService;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Logs users in. Thread-safe. */
@HubService
public class LoginService {

    private static final String ACTION = "session.login";

    private final TenantService tenants;
    private final List<Authenticator> authenticators;
    private final FirstLogins firstLogins;
    private final UserService users;
    private final DirectoryUsers directoryUsers;
    private final Passwords passwords;
    private final SecondFactors factors;
    private final LoginLocks locks;
    private final SessionService sessions;
    private final AuditTrail trail;

    @Inject
    LoginService(
            TenantService tenants,
            @Any Instance<Authenticator> authenticators,
            FirstLogins firstLogins,
            UserService users,
            DirectoryUsers directoryUsers,
            Passwords passwords,
            SecondFactors factors,
            LoginLocks locks,
            SessionService sessions,
            AuditTrail trail) {
        this.tenants = tenants;
        this.authenticators = authenticators.stream()
                .sorted(Comparator.comparingInt(Authenticator::order))
                .toList();
        this.firstLogins = firstLogins;
        this.users = users;
        this.directoryUsers = directoryUsers;
        this.passwords = passwords;
        this.factors = factors;
        this.locks = locks;
        this.sessions = sessions;
        this.trail = trail;
    }

    /**
     * Begins a session for who knows a password, and has the second factor where the user has one.
     *
     * @param tenantCode the tenant; null for the default one
     * @param code of the second factor; null if none was given
     * @throws HubException.Refused with the same words, whatever was wrong; where all but the code was right, it asks for that
     */
    public Grant login(String name, String password, @Nullable String tenantCode, @Nullable String code) {
        trail.requireWritable();
        Optional<TenantCode> tenant = tenant(tenantCode);
        Attempt attempt = locks.attempt(
                        tenantCode == null ? tenants.defaultTenant().value() : tenantCode,
                        tenant.map(found -> TenantScope.call(found, () -> account(name)))
                                .orElseGet(() -> LoginNames.fold(name)),
                        ClientNetwork.of(Origin.current().address()))
                .orElseThrow(() -> tenant.map(found -> TenantScope.call(found, () -> failed(name, "locked")))
                        .orElseGet(() -> failed(name, "locked")));
        return counting(attempt, () -> {
            TenantCode working = tenant.or(() -> firstLogins.makeTenant(tenantCode, name, password))
                    .orElseThrow(() -> ofNoTenant(name, password));
            return TenantScope.call(working, () -> login(name, password, code));
        });
    }

    private Grant login(String name, String password, @Nullable String code) {
        User user = authenticate(name, password);
        if (user.isActive() && user.secondFactor()) {
            requireCode(name, user, code);
        }
        return begin(name, user);
    }

    private HubException.Refused ofNoTenant(String name, String password) {
        passwords.checkForNobody(password);
        return failed(name, "unknown_tenant");
    }

    /** A refusal leaves an attempt counted; success, and faults that are not its sender's, do not. */
    private <T> T counting(Attempt attempt, Supplier<T> action) {
        T result;
        try {
            result = action.get();
        } catch (HubException.Refused | HubException.Invalid e) {
            throw e;
        } catch (RuntimeException e) {
            locks.undo(attempt);
            throw e;
        }
        locks.succeeded(attempt);
        return result;
    }

    /**
     * Checks the password of who is logged in already.
     *
     * @param field names the password in the request
     * @throws HubException.Invalid if it is wrong
     * @throws HubException.Unavailable if too many were wrong
     */
    public void confirm(User user, String password, String field) {
        Attempt attempt = locks.attempt(
                        TenantScope.require().value(),
                        LoginNames.fold(user.username()),
                        ClientNetwork.of(Origin.current().address()))
                .orElseThrow(() -> new HubException.Unavailable(
                        ProblemType.TOO_MANY_ATTEMPTS,
                        "too many passwords were wrong; try again later",
                        Duration.ofMinutes(1),
                        null));
        counting(attempt, () -> {
            if (!isRight(user, password)) {
                throw HubException.Invalid.rule(field, "is wrong");
            }
            return user;
        });
    }

    private boolean isRight(User user, String password) {
        return authenticators.stream()
                .filter(authenticator -> authenticator.source().equals(user.source()))
                .map(authenticator -> authenticator.check(user.username(), password))
                .anyMatch(verdict -> verdict instanceof Verdict.Accepted(User accepted)
                        && accepted.id().equals(user.id()));
    }

    private void requireCode(String name, User user, @Nullable String code) {
        if (code == null) {
            record(name, AuditResult.DENIED, "otp_required");
            throw new HubException.Refused(ProblemType.OTP_REQUIRED, "otp, a code of the authenticator, is required");
        }
        try {
            if (!factors.take(user, code)) {
                throw failed(name, "wrong_otp");
            }
        } catch (HubException.Unavailable e) {
            record(name, AuditResult.DENIED, "otp_locked");
            throw e;
        }
    }

    /**
     * Begins a session for someone whom an identity provider vouches for.
     *
     * @throws HubException.Refused if the user is disabled
     * @throws HubException.Conflict if another user has the name
     */
    public Grant signOn(TenantCode tenant, ExternalIdentity identity) {
        trail.requireWritable();
        tenants.requireActive(tenant);
        return TenantScope.call(tenant, () -> begin(identity.username(), directoryUsers.admit(identity)));
    }

    private User authenticate(String name, String password) {
        Optional<String> unavailable = Optional.empty();
        for (Authenticator authenticator : authenticators) {
            switch (authenticator.check(name, password)) {
                case Verdict.Accepted(User user) -> {
                    return user;
                }
                case Verdict.Rejected(String reason) -> throw failed(name, reason);
                case Verdict.Unavailable(String reason) -> unavailable = Optional.of(reason);
                case Verdict.Unknown() -> {} // the next one may know
            }
        }
        passwords.checkForNobody(password);
        if (unavailable.isPresent()) {
            record(name, AuditResult.FAILURE, unavailable.get());
            throw FirstLogins.directoryUnavailable();
        }
        throw failed(name, "unknown_user");
    }

    private Grant begin(String name, User user) {
        if (!user.isActive()) {
            throw failed(name, "user_disabled");
        }
        Grant grant = sessions.begin(user).orElseThrow(() -> failed(name, "changed_meanwhile"));
        users.loggedIn(user);
        record(name, AuditResult.SUCCESS, user.source());
        return grant;
    }

    /** What guesses are counted by: a user has one name for that, whichever of theirs is typed. */
    private String account(String name) {
        return LoginNames.fold(users.findByLoginName(name).map(User::username).orElse(name));
    }

    private Optional<TenantCode> tenant(@Nullable String code) {
        if (code == null) {
            return Optional.of(tenants.defaultTenant());
        }
        return TenantCode.isValid(code)
                ? tenants.findActive(new TenantCode(code)).map(TenantContext::tenantCode)
                : Optional.empty();
    }

    private HubException.Refused failed(String name, String reason) {
        record(name, AuditResult.DENIED, reason);
        return new HubException.Refused(ProblemType.LOGIN_FAILED, "user name, password or tenant is wrong");
    }

    private void record(String name, AuditResult result, String reason) {
        trail.record(
                new AuditEntry(AuditKind.AUTHENTICATION, ACTION, "user/" + name, result, Map.of("reason", reason)));
    }
}
