package io.ris.hub.identity.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.identity.roles.Role;
import io.ris.hub.identity.sessions.Session;
import io.ris.hub.identity.sessions.SessionEnded;
import io.ris.hub.identity.sessions.SessionService;
import io.ris.hub.identity.sessions.TokenIssuer;
import io.ris.hub.identity.users.User;
import io.ris.hub.identity.users.UserChanged;
import io.ris.hub.identity.users.UserService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.CallerResolver;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Tells who a verified token stands for. What they may do comes from the roles that the user has now, not from the token.
 * What is remembered of a session is at most 3 s old: the bound on how late its end shows on another node. Thread-safe.
 */
@HubService
class Callers implements CallerResolver {

    private static final Duration MEMORY = Duration.ofSeconds(3);
    private static final int REMEMBERED = 100_000;

    private final SessionService sessions;
    private final UserService users;
    private final Cache<Key, Optional<String>> userIds = remembering();
    private final Cache<Key, Optional<User>> knownUsers = remembering();

    @Inject
    Callers(SessionService sessions, UserService users) {
        this.sessions = sessions;
        this.users = users;
    }

    @Override
    public Caller resolve(JsonWebToken token, String requestId) {
        String tenantCode = token.getClaim(TokenIssuer.TENANT_CLAIM);
        String sessionId = token.getClaim(TokenIssuer.SESSION_CLAIM);
        if (tenantCode == null || sessionId == null || !TenantCode.isValid(tenantCode)) {
            throw new HubException.Refused(ProblemType.UNAUTHENTICATED, "a valid access token is required");
        }
        TenantCode tenant = new TenantCode(tenantCode);
        User user = userIds.get(new Key(tenant, sessionId), this::userOf)
                .filter(id -> id.equals(token.getSubject()))
                .flatMap(id -> knownUsers.get(new Key(tenant, id), this::activeUser))
                .orElseThrow(() ->
                        new HubException.Refused(ProblemType.SESSION_ENDED, "the session has ended; log in again"));
        Set<String> permissions = user.roles().stream()
                .flatMap(name -> Role.find(name).stream())
                .flatMap(role -> role.permissions().stream())
                .collect(Collectors.toUnmodifiableSet());
        return new Caller(user.id(), user.username(), tenant, permissions, sessionId, requestId);
    }

    void forget(@Observes SessionEnded end) {
        userIds.invalidate(new Key(end.tenant(), end.sessionId()));
    }

    void forget(@Observes UserChanged change) {
        knownUsers.invalidate(new Key(TenantScope.require(), change.userId()));
    }

    private Optional<String> userOf(Key session) {
        return TenantScope.call(
                session.tenant(), () -> sessions.findLive(session.id()).map(Session::userId));
    }

    private Optional<User> activeUser(Key user) {
        return TenantScope.call(user.tenant(), () -> users.find(user.id()).filter(User::isActive));
    }

    private static <T> Cache<Key, T> remembering() {
        return Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(MEMORY)
                .build();
    }

    /** A session or a user of a tenant. */
    private record Key(TenantCode tenant, String id) {}
}
