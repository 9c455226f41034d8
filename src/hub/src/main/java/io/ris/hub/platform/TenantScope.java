package io.ris.hub.platform;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The tenant on whose behalf the current thread works. Repositories find their database through it, so that no code can
 * reach tenants' data without having said whose.
 */
public final class TenantScope {

    private static final ThreadLocal<@Nullable TenantCode> CURRENT = new ThreadLocal<>();

    private TenantScope() {}

    /** The tenant of this thread, if it works for one. */
    public static Optional<TenantCode> find() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** @throws IllegalStateException outside a scope: a fault of ours, never of a request */
    public static TenantCode require() {
        TenantCode tenant = CURRENT.get();
        if (tenant == null) {
            throw new IllegalStateException("no tenant in scope");
        }
        return tenant;
    }

    /** Runs an action for a tenant and returns to the scope before it. */
    public static void run(TenantCode tenant, Runnable action) {
        call(tenant, () -> {
            action.run();
            return true;
        });
    }

    /** Calls an action for a tenant and returns to the scope before it. */
    public static <T> T call(TenantCode tenant, Callable<T> action) {
        TenantCode before = CURRENT.get();
        CURRENT.set(tenant);
        try {
            return action.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a tenant's action failed", e);
        } finally {
            restore(before);
        }
    }

    /** For request filters, which cannot wrap what follows: enters a scope until {@link #leave()}. */
    public static void enter(TenantCode tenant) {
        CURRENT.set(tenant);
    }

    /** Ends what {@link #enter} began. */
    public static void leave() {
        CURRENT.remove();
    }

    private static void restore(@Nullable TenantCode before) {
        if (before == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
    }
}
