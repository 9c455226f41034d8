package io.ris.hub.tenancy;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Does housekeeping for many tenants such that none waits for another: what fails for one is logged and goes on with the
 * next, and who has a server of its own, which may hang, has a thread of its own. Thread-safe.
 */
@HubService
public class TenantRounds {

    private static final System.Logger LOG = System.getLogger(TenantRounds.class.getName());

    private final TenantContexts contexts;
    private final TenantRepository tenants;
    private final ManagedScheduledExecutorService executor;
    private final Set<Turn> underWay = ConcurrentHashMap.newKeySet();

    @Inject
    TenantRounds(TenantContexts contexts, TenantRepository tenants, ManagedScheduledExecutorService executor) {
        this.contexts = contexts;
        this.tenants = tenants;
        this.executor = executor;
    }

    private record Turn(String what, TenantCode tenant) {}

    /**
     * Works for every tenant that is at work.
     *
     * @param what names the work in the log
     */
    public void forAll(String what, Consumer<TenantCode> work) {
        forEach(
                what,
                tenants.in(TenantStatus.ACTIVE).stream().map(Tenant::tenantCode).toList(),
                work);
    }

    /** Works for each of these tenants that is at work. */
    public void forEach(String what, Collection<TenantCode> some, Consumer<TenantCode> work) {
        some.forEach(code -> guarded(what, code, () -> begin(new Turn(what, code), work)));
    }

    private void begin(Turn turn, Consumer<TenantCode> work) {
        Optional<TenantContext> tenant = contexts.find(turn.tenant()).filter(TenantContext::isActive);
        if (tenant.isEmpty()) {
            return;
        }
        if (tenant.get().hasOwnServer()) {
            apart(turn, work);
        } else {
            TenantScope.run(turn.tenant(), () -> work.accept(turn.tenant()));
        }
    }

    /** One turn at a time; while one hangs there is no next. */
    private void apart(Turn turn, Consumer<TenantCode> work) {
        if (!underWay.add(turn)) {
            return;
        }
        executor.execute(() -> {
            try {
                guarded(
                        turn.what(),
                        turn.tenant(),
                        () -> TenantScope.run(turn.tenant(), () -> work.accept(turn.tenant())));
            } finally {
                underWay.remove(turn);
            }
        });
    }

    private static void guarded(String what, TenantCode code, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, what + " for tenant " + code + " failed this time: " + e);
            LOG.log(System.Logger.Level.DEBUG, what, e);
        }
    }
}
