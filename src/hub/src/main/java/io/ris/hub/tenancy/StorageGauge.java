package io.ris.hub.tenancy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much tenants keep in the store: asked of the store now and then, and in between counted up by what this node writes.
 * Works for the tenant in scope; where there is no limit nothing is asked. Thread-safe.
 */
@HubService
public class StorageGauge {

    private static final long GB = 1L << 30;
    private static final Duration MEMORY = Duration.ofSeconds(20);

    private final UsageRepository usage;
    private final TenantContexts contexts;
    private final Cache<TenantCode, AtomicLong> measured =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(MEMORY).build();

    @Inject
    StorageGauge(UsageRepository usage, TenantContexts contexts) {
        this.usage = usage;
        this.contexts = contexts;
    }

    /** Whether the tenant may keep so much more; if so it is counted. */
    public boolean hasRoomFor(long bytes) {
        TenantCode tenant = TenantScope.require();
        long limit = limit(tenant);
        if (limit == 0) {
            return true;
        }
        AtomicLong kept = measured(tenant);
        if (kept.get() + bytes > limit) {
            return false;
        }
        kept.addAndGet(bytes);
        return true;
    }

    /** @throws HubException.Refused if the tenant may not keep so much more */
    public void requireRoomFor(long bytes) {
        if (!hasRoomFor(bytes)) {
            throw new HubException.Refused(
                    ProblemType.STORAGE_LIMIT, "the tenant keeps as much as it may; delete something");
        }
    }

    /** Bytes that the tenant keeps. */
    long bytes() {
        return measured(TenantScope.require()).get();
    }

    private AtomicLong measured(TenantCode tenant) {
        return measured.get(tenant, code -> new AtomicLong(usage.storedBytes()));
    }

    private long limit(TenantCode tenant) {
        return contexts.find(tenant)
                .map(context -> context.limits().maxStorageGb())
                .map(gigabytes -> gigabytes * GB)
                .orElse(0L);
    }
}
