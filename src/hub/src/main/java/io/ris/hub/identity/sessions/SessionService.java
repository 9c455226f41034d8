package io.ris.hub.identity.sessions;

import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.identity.users.User;
import io.ris.hub.identity.users.UserChanged;
import io.ris.hub.identity.users.UserService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.Origin;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantScope;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Begins, lists and ends the sessions of the tenant in scope. Thread-safe. */
@HubService
public class SessionService {

    /** How old the note of a session's last use may grow. */
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private final SessionRepository sessions;
    private final UserService users;
    private final SessionTimes times;
    private final TokenIssuer tokens;
    private final Event<SessionEnded> ends;
    private final Clock clock;

    @Inject
    SessionService(
            SessionRepository sessions,
            UserService users,
            SessionTimes times,
            TokenIssuer tokens,
            Event<SessionEnded> ends,
            Clock clock) {
        this.sessions = sessions;
        this.users = users;
        this.times = times;
        this.tokens = tokens;
        this.ends = ends;
        this.clock = clock;
    }

    /**
     * Begins a session of a user; where they have too many, the oldest ends.
     *
     * @param user as they were when it was checked who they are
     * @return empty if what was checked does not hold any more
     */
    public Optional<Grant> begin(User user) {
        Instant now = clock.instant();
        RefreshToken token = RefreshToken.first(
                TenantScope.require(), UuidCreator.getTimeOrderedEpoch().toString());
        sessions.insert(new Session(
                token.sessionId(),
                user.id(),
                token.familyHash(),
                token.hash(),
                1,
                Origin.current().address(),
                Origin.current().userAgent(),
                now,
                now,
                times.activeUntil(now),
                times.refreshableUntil(user, now, now),
                null));
        if (!isAsChecked(user)) {
            end(token.sessionId());
            return Optional.empty();
        }
        live(user.id()).stream().skip(times.maxConcurrent()).forEach(oldest -> end(oldest.id()));
        return Optional.of(tokens.grant(user, token));
    }

    /** To be asked once the session is stored: a change that came before did not find it to end it. */
    private boolean isAsChecked(User user) {
        return users.find(user.id())
                .filter(User::isActive)
                .filter(present -> present.secondFactor() == user.secondFactor())
                .filter(present -> Objects.equals(present.passwordHash(), user.passwordHash()))
                .isPresent();
    }

    /** The sessions of a user that are not over, the newest first. */
    public List<Session> live(String userId) {
        Instant now = clock.instant();
        return sessions.ofUser(userId).stream()
                .filter(session -> !session.isOver(now))
                .sorted(Comparator.comparing(Session::createdAt)
                        .thenComparing(Session::id)
                        .reversed())
                .toList();
    }

    /** A session whose access tokens are good, used now. */
    public Optional<Session> use(String sessionId) {
        Instant now = clock.instant();
        Optional<Session> active = sessions.find(sessionId).filter(session -> session.isActive(now));
        active.ifPresent(session -> noteUse(session, now));
        return active;
    }

    private void noteUse(Session session, Instant now) {
        boolean renewed = times.isRenewedByUse(session, now);
        if (renewed || session.lastUsedAt().plus(USE_NOTED_EVERY).isBefore(now)) {
            sessions.used(session, now, renewed ? times.activeUntil(now) : session.activeUntil());
        }
    }

    /** Ends a session: none of its tokens is good any more. */
    public void end(String sessionId) {
        sessions.end(sessionId, clock.instant());
        ends.fire(new SessionEnded(TenantScope.require(), sessionId));
    }

    /**
     * Ends one of a user's sessions.
     *
     * @throws HubException.Conflict if the user has no such session
     */
    public Session end(String userId, String sessionId) {
        Session session = live(userId).stream()
                .filter(one -> one.id().equals(sessionId))
                .findFirst()
                .orElseThrow(() -> new HubException.Conflict(ProblemType.NOT_FOUND, "there is no such session"));
        end(sessionId);
        return session;
    }

    /**
     * Ends all sessions of a user.
     *
     * @param kept the one that goes on all the same; null for none
     * @return what was ended
     */
    public List<Session> endAll(String userId, @Nullable String kept) {
        List<Session> ended = live(userId).stream()
                .filter(session -> !session.id().equals(kept))
                .toList();
        ended.forEach(session -> end(session.id()));
        return ended;
    }

    void follow(@Observes UserChanged change) {
        if (change.endsSessions()) {
            endAll(change.userId(), change.keptSession());
        }
    }
}
