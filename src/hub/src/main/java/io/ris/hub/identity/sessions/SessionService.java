package io.ris.hub.identity.sessions;

import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.identity.users.User;
import io.ris.hub.identity.users.UserService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import io.ris.hub.platform.audit.AuditTrail;
import io.ris.hub.tenancy.Tenant;
import io.ris.hub.tenancy.TenantService;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Begins, renews and ends sessions. Thread-safe. */
@HubService
public class SessionService {

    private final TenantService tenants;
    private final UserService users;
    private final SessionRepository sessions;
    private final TokenIssuer tokens;
    private final AuditTrail trail;
    private final Event<SessionEnded> ends;
    private final Clock clock;
    private final Duration refreshLifetime;

    @Inject
    SessionService(
            TenantService tenants,
            UserService users,
            SessionRepository sessions,
            TokenIssuer tokens,
            AuditTrail trail,
            Event<SessionEnded> ends,
            Clock clock,
            @ConfigProperty(name = "authentication.jwt.refresh_expiry") Duration refreshLifetime) {
        this.tenants = tenants;
        this.users = users;
        this.sessions = sessions;
        this.tokens = tokens;
        this.trail = trail;
        this.ends = ends;
        this.clock = clock;
        this.refreshLifetime = refreshLifetime;
    }

    /** Begins a session of a user of the tenant in scope. */
    public Grant begin(User user) {
        Instant now = clock.instant();
        RefreshToken token = RefreshToken.first(
                TenantScope.require(), UuidCreator.getTimeOrderedEpoch().toString());
        sessions.insert(new Session(
                token.sessionId(),
                user.id(),
                token.familyHash(),
                token.hash(),
                1,
                now,
                now.plus(refreshLifetime),
                null));
        return grant(user, token);
    }

    /**
     * Renews a session: a new access token, and a new refresh token in place of the one given.
     *
     * @throws HubException.Refused if the token is not good; if it was good before, its session ends
     */
    public Grant refresh(String refreshToken) {
        trail.requireWritable();
        RefreshToken token = RefreshToken.parse(refreshToken)
                .filter(parsed -> isAtWork(parsed.tenant()))
                .orElseThrow(() -> refused("refresh", "not_a_token"));
        return TenantScope.call(token.tenant(), () -> {
            Session session = sessions.find(token.sessionId())
                    .filter(found -> found.familyHash().equals(token.familyHash()))
                    .orElseThrow(() -> refused("refresh", "unknown_session"));
            if (session.isOver(clock.instant())) {
                throw refused("refresh", "session_over");
            }
            User user = users.find(session.userId())
                    .filter(User::isActive)
                    .orElseThrow(() -> refused("refresh", "user_disabled"));
            Grant grant = rotate(session, token, user);
            record("refresh", session.id(), AuditResult.SUCCESS, Map.of());
            return grant;
        });
    }

    private Grant rotate(Session session, RefreshToken token, User user) {
        RefreshToken next = token.next();
        if (!session.refreshHash().equals(token.hash())
                || !sessions.rotate(session, next.hash(), clock.instant().plus(refreshLifetime))) {
            end(session.id()); // used before: either its owner or a thief has the newer one
            record("reuse", session.id(), AuditResult.DENIED, Map.of("user", session.userId()));
            throw ended();
        }
        return grant(user, next);
    }

    /** Ends a session of the tenant in scope: none of its tokens is good any more. */
    public void end(String sessionId) {
        sessions.end(sessionId, clock.instant());
        ends.fire(new SessionEnded(TenantScope.require(), sessionId));
    }

    /** A session of the tenant in scope that is not over. */
    public Optional<Session> findLive(String sessionId) {
        return sessions.find(sessionId).filter(session -> !session.isOver(clock.instant()));
    }

    private boolean isAtWork(TenantCode tenant) {
        return tenants.find(tenant).filter(Tenant::isActive).isPresent();
    }

    private Grant grant(User user, RefreshToken token) {
        return new Grant(
                tokens.issue(user, token.tenant(), token.sessionId()),
                token.text(),
                tokens.lifetime(),
                user,
                token.tenant());
    }

    private HubException.Refused refused(String verb, String reason) {
        record(verb, "", AuditResult.DENIED, Map.of("reason", reason));
        return ended();
    }

    private void record(String verb, String session, AuditResult result, Map<String, String> details) {
        trail.record(
                new AuditEntry(AuditKind.AUTHENTICATION, "session." + verb, "session/" + session, result, details));
    }

    private static HubException.Refused ended() {
        return new HubException.Refused(ProblemType.SESSION_ENDED, "the session has ended; log in again");
    }
}
