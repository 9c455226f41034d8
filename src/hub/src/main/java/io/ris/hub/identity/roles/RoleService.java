package io.ris.hub.identity.roles;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.persistence.StoreFaults;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.EntityTags;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The roles of the tenant in scope: those that come with the hub, and its own. Nobody makes, changes or deletes a role that
 * allows what they may not do themselves. What a role allows is remembered for 3 s at most. Thread-safe.
 */
@HubService
public class RoleService {

    private static final Duration MEMORY = Duration.ofSeconds(3);
    private static final int REMEMBERED_TENANTS = 1_000;
    private static final int MAX_OWN_ROLES = 500;

    private final RoleRepository roles;
    private final RoleHolders holders;
    private final Clock clock;
    private final Cache<TenantCode, RoleTable> tables = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_TENANTS)
            .expireAfterWrite(MEMORY)
            .build();

    @Inject
    RoleService(RoleRepository roles, RoleHolders holders, Clock clock) {
        this.roles = roles;
        this.holders = holders;
        this.clock = clock;
    }

    /** What roles allow together; a name that is none allows nothing. */
    public Set<String> permissionsOf(Collection<String> names) {
        return table().permissionsOf(names);
    }

    /** @throws HubException.Invalid if one of the names is no role */
    public void requireKnown(Collection<String> names) {
        RoleTable table = fresh();
        names.stream().filter(name -> !table.knows(name)).findFirst().ifPresent(name -> {
            throw HubException.Invalid.rule("roles", "names no role: " + name);
        });
    }

    /** All roles, those that come with the hub first. */
    public List<RoleView> all() {
        List<OwnRole> own = roles.all();
        RoleTable table = new RoleTable(own);
        return Stream.concat(
                        Stream.of(Role.values()).map(RoleView::of),
                        own.stream().sorted(Comparator.comparing(OwnRole::name)).map(role -> view(role, table)))
                .toList();
    }

    /** @throws HubException.Conflict if there is none */
    public RoleView require(String name) {
        return Role.find(name).map(RoleView::of).orElseGet(() -> view(requireOwn(name), fresh()));
    }

    /** Makes a role. */
    public RoleView create(Caller caller, RoleDraft draft) {
        Instant now = clock.instant();
        OwnRole role =
                new OwnRole(draft.name(), draft.description(), draft.inherits(), draft.permissions(), now, now, 1);
        if (Role.find(draft.name()).isPresent()) {
            throw nameTaken(draft.name());
        }
        requireSound(caller, role);
        if (roles.all().size() >= MAX_OWN_ROLES) {
            throw HubException.Invalid.rule(
                    "name", "is one too many: a tenant has at most " + MAX_OWN_ROLES + " own roles");
        }
        try {
            roles.insert(role);
        } catch (RuntimeException e) {
            throw StoreFaults.isDuplicate(e) ? nameTaken(draft.name()) : e;
        }
        forget();
        return require(role.name());
    }

    /** Changes an own role; its name stays. */
    public RoleView change(Caller caller, RoleDraft draft, @Nullable String ifMatch) {
        OwnRole present = requireOwn(draft.name());
        EntityTags.requireMatch(ifMatch, present.revision());
        caller.requireHolding(fresh().permissionsOf(List.of(present.name())));
        OwnRole changed = new OwnRole(
                present.name(),
                draft.description(),
                draft.inherits(),
                draft.permissions(),
                present.createdAt(),
                clock.instant(),
                present.revision());
        requireSound(caller, changed);
        if (!roles.update(changed, present.revision())) {
            throw stale();
        }
        forget();
        return require(changed.name());
    }

    /** Deletes an own role that nobody holds and none inherits. */
    public RoleView delete(Caller caller, String name, @Nullable String ifMatch) {
        OwnRole present = requireOwn(name);
        EntityTags.requireMatch(ifMatch, present.revision());
        RoleTable table = fresh();
        caller.requireHolding(table.permissionsOf(List.of(name)));
        if (holders.isHeld(name) || !table.heirsOf(name).isEmpty()) {
            throw new HubException.Conflict(ProblemType.ROLE_HELD, "users hold this role, or other roles inherit it");
        }
        if (!roles.delete(name, present.revision())) {
            throw stale();
        }
        forget();
        return view(present, table);
    }

    private void requireSound(Caller caller, OwnRole role) {
        RoleTable table = new RoleTable(
                Stream.concat(roles.all().stream().filter(other -> !other.name().equals(role.name())), Stream.of(role))
                        .toList());
        for (String inherited : role.inherits()) {
            if (!table.knows(inherited)) {
                throw HubException.Invalid.rule("inherits", "names no role: " + inherited);
            }
            if (inherited.equals(role.name()) || table.inherits(inherited, role.name())) {
                throw HubException.Invalid.rule("inherits", "makes a circle by " + inherited);
            }
        }
        for (String permission : role.permissions()) {
            if (!GrantablePermissions.ALL.contains(permission)) {
                throw HubException.Invalid.rule("permissions", "cannot be given: " + permission);
            }
        }
        Set<String> effective = table.permissionsOf(List.of(role.name()));
        if (!GrantablePermissions.ALL.containsAll(effective)) {
            throw HubException.Invalid.rule("inherits", "must not name a role for all tenants");
        }
        caller.requireHolding(effective);
    }

    private RoleView view(OwnRole role, RoleTable table) {
        return RoleView.of(role, table.permissionsOf(List.of(role.name())));
    }

    private OwnRole requireOwn(String name) {
        if (Role.find(name).isPresent()) {
            throw new HubException.Conflict(
                    ProblemType.ROLE_BUILTIN, "this role comes with the hub and stays as it is");
        }
        return roles.find(name)
                .orElseThrow(() -> new HubException.Conflict(ProblemType.NOT_FOUND, "there is no such role"));
    }

    private RoleTable table() {
        return tables.get(TenantScope.require(), tenant -> fresh());
    }

    private RoleTable fresh() {
        return new RoleTable(roles.all());
    }

    private void forget() {
        tables.invalidate(TenantScope.require());
    }

    private static HubException.Conflict nameTaken(String name) {
        return new HubException.Conflict(ProblemType.CONFLICT, "there is a role named " + name + " already");
    }

    private static HubException.Conflict stale() {
        return new HubException.Conflict(ProblemType.STALE, "it was changed at the same moment; read it again");
    }
}
