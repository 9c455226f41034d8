package io.ris.hub.tenancy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;

/**
 * Keeps each tenant within its bytes a second on this node: whoever moves bytes is told how long to wait before the next. A
 * second's worth may come at once. Thread-safe.
 */
@HubService
class Bandwidth {

    private static final long MEGABYTE = 1_000_000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final TenantContexts contexts;
    private final Clock clock;
    private final Cache<TenantCode, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterAccess(Duration.ofMinutes(1))
            .build();

    @Inject
    Bandwidth(TenantContexts contexts, Clock clock) {
        this.contexts = contexts;
        this.clock = clock;
    }

    /** Counts bytes that were moved for a tenant, and says how long it should wait now; zero where it need not. */
    Duration spend(TenantCode tenant, long bytes) {
        long perSecond = limit(tenant);
        if (perSecond == 0) {
            return Duration.ZERO;
        }
        return buckets.get(tenant, code -> new Bucket(clock.millis())).spend(bytes, perSecond, clock.millis());
    }

    private long limit(TenantCode tenant) {
        return contexts.find(tenant)
                .map(context -> context.limits().maxBandwidthMbs())
                .map(megabytes -> megabytes * MEGABYTE)
                .orElse(0L);
    }

    /** The time until which the bytes so far are paid for. */
    static final class Bucket {

        private double paidUntil;

        Bucket(long now) {
            paidUntil = now;
        }

        synchronized Duration spend(long bytes, long perSecond, long now) {
            paidUntil = Math.max(paidUntil, now - 1_000.0) + bytes * 1_000.0 / perSecond;
            long owed = (long) (paidUntil - now);
            return owed <= 0 ? Duration.ZERO : Duration.ofMillis(Math.min(owed, LONGEST_WAIT.toMillis()));
        }
    }
}
