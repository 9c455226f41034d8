package io.ris.hub.identity.apikeys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.identity.users.User;
import io.ris.hub.identity.users.UserDeleted;
import io.ris.hub.identity.users.UserRoles;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.tenancy.TenantService;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The API keys of the tenant in scope. What is remembered of one is at most 3 s old. Thread-safe. */
@HubService
public class ApiKeyService {

    private static final Duration MEMORY = Duration.ofSeconds(3);
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
    private static final int REMEMBERED = 20_000;
    private static final int MAX_OF_A_USER = 100;

    private final ApiKeyRepository keys;
    private final UserRoles roles;
    private final TenantService tenants;
    private final Clock clock;
    /** By their text: taking it apart, and its hash, cost more than all else that a request of a probe needs here. */
    private final Cache<String, Optional<InTenant>> known = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(MEMORY)
            .build();

    private final Cache<Binding, Boolean> bound = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(MEMORY)
            .build();

    @Inject
    ApiKeyService(ApiKeyRepository keys, UserRoles roles, TenantService tenants, Clock clock) {
        this.keys = keys;
        this.roles = roles;
        this.tenants = tenants;
        this.clock = clock;
    }

    /** Makes a key for a user, who may do all that it is for, and so may the caller. */
    public Made make(Caller caller, User owner, ApiKeyDraft draft) {
        requireSound(draft);
        Set<String> allowed = roles.permissionsOf(owner);
        if (draft.probe()) {
            caller.requireHolding(Set.of(Permissions.API_KEY_WRITE));
        } else if (!allowed.containsAll(draft.scopes())) {
            throw HubException.Invalid.rule("scopes", "must be permissions of the key's owner");
        } else {
            caller.requireHolding(Set.copyOf(draft.scopes()));
        }
        if (keys.countOf(owner.id()) >= MAX_OF_A_USER) {
            throw HubException.Invalid.rule("name", "is one too many: a user has at most " + MAX_OF_A_USER + " keys");
        }
        Instant now = clock.instant();
        KeyText text = KeyText.random(TenantScope.require());
        ApiKey key = new ApiKey(
                text.id(),
                owner.id(),
                draft.name(),
                text.prefix(),
                text.hash(),
                draft.scopes(),
                draft.probe(),
                draft.agents(),
                draft.agentPattern(),
                draft.firstAgents(),
                now,
                draft.lifetime() == null ? null : now.plus(draft.lifetime()),
                null);
        keys.insert(key);
        return new Made(key, text.text());
    }

    private static void requireSound(ApiKeyDraft draft) {
        if (draft.probe() == !draft.scopes().isEmpty()) {
            throw HubException.Invalid.rule("scopes", "must be given, but for a probe, which has none");
        }
        boolean bound = !draft.agents().isEmpty() || draft.agentPattern() != null || draft.firstAgents() > 0;
        if (draft.probe() != bound) {
            throw HubException.Invalid.rule(
                    "agents", "must be given for a probe, by list, pattern or number, and for it alone");
        }
        if (draft.scopes().stream().anyMatch(scope -> scope.startsWith("self:"))) {
            throw HubException.Invalid.rule("scopes", "must not be a user's own affairs");
        }
    }

    /** A page of the keys of a user, or of all where none is named. */
    public Page<ApiKey> page(@Nullable String userId, PageRequest request) {
        return keys.page(userId, request);
    }

    /** @throws HubException.Conflict if there is none in this tenant */
    public ApiKey require(String id) {
        return keys.find(id)
                .orElseThrow(() -> new HubException.Conflict(ProblemType.NOT_FOUND, "there is no such key"));
    }

    /** Revokes a key: it is good for nothing any more. */
    public void revoke(ApiKey key) {
        keys.delete(key.id());
        known.asMap().values().removeIf(found -> found.filter(
                        one -> one.key().id().equals(key.id()))
                .isPresent());
    }

    /**
     * The key that a text is, if it is good.
     *
     * @return with the tenant whose it is
     */
    public Optional<InTenant> find(String text) {
        Optional<InTenant> found = known.getIfPresent(text);
        if (found == null) {
            Optional<KeyText> parsed = KeyText.parse(text);
            if (parsed.isEmpty()) {
                return Optional.empty();
            }
            found = known.get(text, missing -> load(parsed.get()));
        }
        return found.filter(one -> !one.key().isOver(clock.instant()));
    }

    /**
     * Refuses a probe that speaks for an agent that is not its own; one with room for it is bound to it.
     *
     * @param keyId a key of the tenant in scope
     */
    public void requireBound(String keyId, String agentId) {
        Binding binding = new Binding(keyId, agentId);
        if (bound.getIfPresent(binding) == null) {
            lookForBinding(keyId, agentId);
            bound.put(binding, true);
        }
    }

    /**
     * Refuses a probe that asks about an agent that is not its own and cannot become it. It is not bound by asking.
     *
     * @param keyId a key of the tenant in scope
     */
    public void requireMayBind(String keyId, String agentId) {
        if (bound.getIfPresent(new Binding(keyId, agentId)) == null) {
            ApiKey key = require(keyId);
            requireAdmitted(key, isBound(key, agentId) || key.agents().size() < key.firstAgents());
        }
    }

    private void lookForBinding(String keyId, String agentId) {
        ApiKey key = require(keyId);
        requireAdmitted(key, isBound(key, agentId) || (key.firstAgents() > 0 && bindFirst(key, agentId)));
    }

    private static boolean isBound(ApiKey key, String agentId) {
        return key.agents().contains(agentId)
                || (key.agentPattern() != null && AgentPattern.matches(key.agentPattern(), agentId));
    }

    private static void requireAdmitted(ApiKey key, boolean admitted) {
        if (!key.probe() || !admitted) {
            throw new HubException.Refused(ProblemType.FORBIDDEN, "this key is not bound to that client");
        }
    }

    private boolean bindFirst(ApiKey key, String agentId) {
        return keys.bindFirst(key, agentId) || require(key.id()).agents().contains(agentId);
    }

    void forget(@Observes UserDeleted deleted) {
        keys.deleteOf(deleted.userId());
        known.invalidateAll();
    }

    private Optional<InTenant> load(KeyText text) {
        if (tenants.find(text.tenant()).isEmpty()) {
            return Optional.empty();
        }
        return TenantScope.call(text.tenant(), () -> {
            Instant now = clock.instant();
            Optional<ApiKey> found = keys.find(text.id())
                    .filter(key -> key.secretHash().equals(text.hash()))
                    .filter(key -> !key.isOver(now));
            found.filter(key -> key.lastUsedAt() == null
                            || key.lastUsedAt().plus(USE_NOTED_EVERY).isBefore(now))
                    .ifPresent(key -> keys.used(key.id(), now));
            return found.map(key -> new InTenant(text.tenant(), key));
        });
    }

    /**
     * A key that was made.
     *
     * @param text the key itself, told once
     */
    public record Made(ApiKey key, String text) {

        @Override
        public String toString() {
            return "Made[" + key + "]";
        }
    }

    /** An agent for which a key may speak. Ids of keys are nobody else's, in whatever tenant. */
    private record Binding(String keyId, String agentId) {}

    /** A key and whose it is. */
    public record InTenant(TenantCode tenant, ApiKey key) {}
}
