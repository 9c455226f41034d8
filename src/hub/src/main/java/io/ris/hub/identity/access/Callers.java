package io.ris.hub.identity.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.identity.apikeys.ApiKey;
import io.ris.hub.identity.apikeys.ApiKeyService;
import io.ris.hub.identity.sessions.Session;
import io.ris.hub.identity.sessions.SessionEnded;
import io.ris.hub.identity.sessions.SessionService;
import io.ris.hub.identity.users.User;
import io.ris.hub.identity.users.UserChanged;
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
import io.ris.hub.platform.web.AccessToken;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.CallerResolver;
import io.ris.hub.tenancy.TenantService;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Tells who a verified token, an API key or a ticket stands for. What they may do comes from the roles that the user has now, not
 * from the token. What is remembered is at most 3 s old: the bound on how late a change shows on another node. Thread-safe.
 */
@HubService
class Callers implements CallerResolver {

    private static final Duration MEMORY = Duration.ofSeconds(3);
    private static final int REMEMBERED = 100_000;

    private final SessionService sessions;
    private final UserService users;
    private final ApiKeyService keys;
    private final Tickets tickets;
    private final PresentPermissions permissions;
    private final TenantService tenants;
    private final AuditTrail trail;
    private final Cache<Key, Optional<String>> userIds = remembering();
    private final Cache<Key, Optional<User>> knownUsers = remembering();

    @Inject
    Callers(
            SessionService sessions,
            UserService users,
            ApiKeyService keys,
            Tickets tickets,
            PresentPermissions permissions,
            TenantService tenants,
            AuditTrail trail) {
        this.sessions = sessions;
        this.users = users;
        this.keys = keys;
        this.tickets = tickets;
        this.permissions = permissions;
        this.tenants = tenants;
        this.trail = trail;
    }

    @Override
    public Caller resolve(AccessToken token, String requestId) {
        String tenantCode = token.tenantCode();
        String sessionId = token.sessionId();
        String userId = token.subject();
        if (tenantCode == null || sessionId == null || userId == null || !TenantCode.isValid(tenantCode)) {
            throw new HubException.Refused(ProblemType.UNAUTHENTICATED, "a valid access token is required");
        }
        return ofSession(new TenantCode(tenantCode), sessionId, userId, requestId);
    }

    @Override
    public Caller resolveKey(String text, String requestId) {
        ApiKeyService.InTenant found = keys.find(text).orElseThrow(() -> keyRefused("unknown, revoked or over"));
        ApiKey key = found.key();
        User owner = user(found.tenant(), key.userId()).orElseThrow(() -> keyRefused("owner disabled"));
        return new Caller(
                owner.id(),
                owner.username(),
                found.tenant(),
                TenantScope.call(found.tenant(), () -> permissions.of(key, owner)),
                Caller.KEY + key.id(),
                requestId);
    }

    @Override
    public Caller redeem(String ticket, String requestId) {
        Tickets.Redeemed redeemed = tickets.redeem(ticket)
                .orElseThrow(() -> new HubException.Refused(
                        ProblemType.UNAUTHENTICATED, "the ticket is not good, or not any more"));
        return ofSession(
                redeemed.tenant(),
                redeemed.ticket().sessionId(),
                redeemed.ticket().userId(),
                requestId);
    }

    private Caller ofSession(TenantCode tenant, String sessionId, String userId, String requestId) {
        User user = userIds.get(new Key(tenant, sessionId), this::userOf)
                .filter(id -> id.equals(userId))
                .flatMap(id -> user(tenant, id))
                .orElseThrow(() ->
                        new HubException.Refused(ProblemType.SESSION_ENDED, "the session has ended; log in again"));
        return new Caller(
                user.id(),
                user.username(),
                tenant,
                TenantScope.call(tenant, () -> permissions.of(user)),
                sessionId,
                requestId);
    }

    void forget(@Observes SessionEnded end) {
        userIds.invalidate(new Key(end.tenant(), end.sessionId()));
    }

    void forget(@Observes UserChanged change) {
        knownUsers.invalidate(new Key(TenantScope.require(), change.userId()));
    }

    private Optional<User> user(TenantCode tenant, String id) {
        return knownUsers.get(new Key(tenant, id), this::activeUser);
    }

    private Optional<String> userOf(Key session) {
        return TenantScope.call(
                session.tenant(), () -> sessions.use(session.id()).map(Session::userId));
    }

    private Optional<User> activeUser(Key user) {
        return TenantScope.call(user.tenant(), () -> tenants.find(user.tenant())
                .flatMap(tenant -> users.find(user.id()))
                .filter(User::isActive));
    }

    private HubException.Refused keyRefused(String reason) {
        trail.recordFolded(new AuditEntry(
                AuditKind.AUTHENTICATION, "api_key.use", "api-keys", AuditResult.DENIED, Map.of("reason", reason)));
        return new HubException.Refused(ProblemType.UNAUTHENTICATED, "the API key is not good, or not any more");
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
