package io.ris.hub.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.crypto.Tokens;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.CallerResolver;
import io.ris.hub.tenancy.TenantService;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Logs users in, renews and ends their sessions, and tells who a token stands for. Thread-safe. */
@HubService
public class LoginService implements CallerResolver {

    /** How long a session's state may be remembered: the bound on how late its end shows on another node. */
    private static final Duration SESSION_MEMORY = Duration.ofSeconds(3);

    private static final int REMEMBERED_SESSIONS = 100_000;

    private final TenantService tenants;
    private final UserRepository users;
    private final SessionRepository sessions;
    private final Passwords passwords;
    private final TokenIssuer tokens;
    private final Clock clock;
    private final Duration refreshLifetime;
    private final Cache<String, Boolean> liveSessions = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_SESSIONS)
            .expireAfterWrite(SESSION_MEMORY)
            .build();

    @Inject
    LoginService(
            TenantService tenants,
            UserRepository users,
            SessionRepository sessions,
            Passwords passwords,
            TokenIssuer tokens,
            Clock clock,
            @ConfigProperty(name = "authentication.jwt.refresh_expiry") Duration refreshLifetime) {
        this.tenants = tenants;
        this.users = users;
        this.sessions = sessions;
        this.passwords = passwords;
        this.tokens = tokens;
        this.clock = clock;
        this.refreshLifetime = refreshLifetime;
    }

    /**
     * Begins a session.
     *
     * @param tenantCode the tenant; null for the default one
     * @throws HubException.Refused with the same words and after the same time, whatever was wrong
     */
    public Grant login(String username, String password, @Nullable String tenantCode) {
        Optional<TenantCode> tenant = tenant(tenantCode);
        if (tenant.isEmpty()) {
            passwords.checkForNobody(password);
            throw loginFailed();
        }
        return TenantScope.call(tenant.get(), () -> {
            Optional<User> user = users.findByName(username);
            if (user.isEmpty()) {
                passwords.checkForNobody(password);
                throw loginFailed();
            }
            if (!passwords.matches(password, user.get().passwordHash())) {
                throw loginFailed();
            }
            return begin(user.get(), tenant.get());
        });
    }

    /**
     * Renews a session: a new access token, and a new refresh token in place of the one given.
     *
     * @throws HubException.Refused if the token is not good; if it was good before, its session ends
     */
    public Grant refresh(String refreshToken) {
        RefreshToken token = RefreshToken.parse(refreshToken).orElseThrow(LoginService::sessionEnded);
        return TenantScope.call(token.tenant(), () -> {
            if (tenants.find(token.tenant()).isEmpty()) {
                throw sessionEnded();
            }
            Session session = sessions.find(token.sessionId()).orElseThrow(LoginService::sessionEnded);
            if (session.isOver(clock.instant()) || !session.familyHash().equals(token.familyHash())) {
                throw sessionEnded();
            }
            RefreshToken next = token.next();
            if (!session.refreshHash().equals(token.hash())
                    || !sessions.rotate(session, next.hash(), clock.instant().plus(refreshLifetime))) {
                end(session.id()); // used before: either its owner or a thief has the newer one
                throw sessionEnded();
            }
            User user = users.find(session.userId()).orElseThrow(LoginService::sessionEnded);
            return grant(user, next);
        });
    }

    /** Ends the caller's session: none of its tokens is good any more. */
    public void logout(Caller caller) {
        end(caller.sessionId());
    }

    /** The user who makes a request. */
    public User require(Caller caller) {
        return users.find(caller.userId()).orElseThrow(LoginService::sessionEnded);
    }

    @Override
    public Caller resolve(JsonWebToken token, String requestId) {
        String tenantCode = token.getClaim(TokenIssuer.TENANT_CLAIM);
        String sessionId = token.getClaim(TokenIssuer.SESSION_CLAIM);
        if (tenantCode == null || sessionId == null || !TenantCode.isValid(tenantCode)) {
            throw new HubException.Refused(ProblemType.UNAUTHENTICATED, "a valid access token is required");
        }
        TenantCode tenant = new TenantCode(tenantCode);
        if (!liveSessions.get(sessionId, id -> isLive(tenant, id))) {
            throw sessionEnded();
        }
        Set<String> permissions = token.getGroups().stream()
                .flatMap(group -> Role.find(group).stream())
                .flatMap(role -> role.permissions().stream())
                .collect(Collectors.toUnmodifiableSet());
        return new Caller(token.getSubject(), token.getName(), tenant, permissions, sessionId, requestId);
    }

    private boolean isLive(TenantCode tenant, String sessionId) {
        return TenantScope.call(tenant, () -> sessions.find(sessionId)
                .filter(session -> !session.isOver(clock.instant()))
                .isPresent());
    }

    private Grant begin(User user, TenantCode tenant) {
        Instant now = clock.instant();
        RefreshToken token =
                RefreshToken.first(tenant, UuidCreator.getTimeOrderedEpoch().toString());
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

    private Grant grant(User user, RefreshToken token) {
        return new Grant(
                tokens.issue(user, token.tenant(), token.sessionId()),
                token.text(),
                tokens.lifetime(),
                user,
                token.tenant());
    }

    private void end(String sessionId) {
        sessions.end(sessionId, clock.instant());
        liveSessions.put(sessionId, false);
    }

    private Optional<TenantCode> tenant(@Nullable String code) {
        if (code == null) {
            return Optional.of(tenants.defaultTenant());
        }
        return TenantCode.isValid(code)
                ? tenants.find(new TenantCode(code)).map(tenant -> tenant.tenantCode())
                : Optional.empty();
    }

    private static HubException.Refused loginFailed() {
        return new HubException.Refused(ProblemType.LOGIN_FAILED, "the user name, password or tenant is wrong");
    }

    private static HubException.Refused sessionEnded() {
        return new HubException.Refused(ProblemType.SESSION_ENDED, "the session has ended; log in again");
    }

    /**
     * What a login or refresh gives.
     *
     * @param lifetime of the access token
     */
    public record Grant(String accessToken, String refreshToken, Duration lifetime, User user, TenantCode tenant) {

        @Override
        public String toString() {
            return "Grant[" + user + "]";
        }
    }

    /**
     * The parts of a refresh token: {@code tenant.session.family.secret}. The family is the same in all tokens of a
     * session: who knows it had one of them once, so that knowing a session's id is not enough to end it.
     */
    private record RefreshToken(TenantCode tenant, String sessionId, String family, String secret) {

        static RefreshToken first(TenantCode tenant, String sessionId) {
            return new RefreshToken(tenant, sessionId, Tokens.random(), Tokens.random());
        }

        static Optional<RefreshToken> parse(String text) {
            String[] parts = text.split("\\.", -1);
            return parts.length == 4 && TenantCode.isValid(parts[0])
                    ? Optional.of(new RefreshToken(new TenantCode(parts[0]), parts[1], parts[2], parts[3]))
                    : Optional.empty();
        }

        RefreshToken next() {
            return new RefreshToken(tenant, sessionId, family, Tokens.random());
        }

        String text() {
            return tenant + "." + sessionId + "." + family + "." + secret;
        }

        String hash() {
            return Tokens.hash(text());
        }

        String familyHash() {
            return Tokens.hash(family);
        }
    }
}
