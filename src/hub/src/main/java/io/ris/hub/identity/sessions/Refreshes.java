package io.ris.hub.identity.sessions;

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
import io.ris.hub.tenancy.TenantService;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** Renews sessions: each refresh token is good once. Thread-safe. */
@HubService
public class Refreshes {

    private final TenantService tenants;
    private final UserService users;
    private final SessionRepository sessions;
    private final SessionService service;
    private final SessionTimes times;
    private final TokenIssuer tokens;
    private final AuditTrail trail;
    private final Clock clock;

    @Inject
    Refreshes(
            TenantService tenants,
            UserService users,
            SessionRepository sessions,
            SessionService service,
            SessionTimes times,
            TokenIssuer tokens,
            AuditTrail trail,
            Clock clock) {
        this.tenants = tenants;
        this.users = users;
        this.sessions = sessions;
        this.service = service;
        this.times = times;
        this.tokens = tokens;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * Renews a session: a new access token, and a new refresh token in place of the one given.
     *
     * @throws HubException.Refused if the token is not good; if it was good before, its session ends
     */
    public Grant refresh(String refreshToken) {
        trail.requireWritable();
        RefreshToken token = RefreshToken.parse(refreshToken)
                .filter(parsed -> isKnown(parsed.tenant()))
                .orElseThrow(() -> refused("", "not_a_token"));
        return TenantScope.call(token.tenant(), () -> {
            Session session = sessions.find(token.sessionId())
                    .filter(found -> found.familyHash().equals(token.familyHash()))
                    .orElseThrow(() -> refused(token.sessionId(), "unknown_session"));
            if (session.isOver(clock.instant())) {
                throw refused(session.id(), "session_over");
            }
            tenants.requireActive(token.tenant()); // who has a good token may know
            User user = users.find(session.userId())
                    .filter(User::isActive)
                    .orElseThrow(() -> refused(session.id(), "user_disabled"));
            Grant grant = rotate(session, token, user);
            record("session.refresh", session.id(), AuditResult.SUCCESS, Map.of("user", user.username()));
            return grant;
        });
    }

    private Grant rotate(Session session, RefreshToken token, User user) {
        RefreshToken next = token.next();
        Instant now = clock.instant();
        Instant until = times.refreshableUntil(user, session.createdAt(), now);
        if (!now.isBefore(until)) {
            throw refused(session.id(), "session_too_old");
        }
        if (!session.refreshHash().equals(token.hash())
                || !sessions.rotate(session, next.hash(), now, times.activeUntil(now), until)) {
            service.end(session.id()); // used before: either its owner or a thief has the newer one
            record("session.reuse", session.id(), AuditResult.DENIED, Map.of("user", user.username()));
            throw ended();
        }
        return tokens.grant(user, next);
    }

    private boolean isKnown(TenantCode tenant) {
        return tenants.find(tenant).isPresent();
    }

    private HubException.Refused refused(String session, String reason) {
        record("session.refresh", session, AuditResult.DENIED, Map.of("reason", reason));
        return ended();
    }

    private void record(String action, String session, AuditResult result, Map<String, String> details) {
        trail.record(new AuditEntry(AuditKind.AUTHENTICATION, action, "session/" + session, result, details));
    }

    private static HubException.Refused ended() {
        return new HubException.Refused(ProblemType.SESSION_ENDED, "the session has ended; log in again");
    }
}
