package io.ris.hub.tenancy;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantScope;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps tenants within the number of things that they may have at a time, exactly, on however many nodes: who makes one takes
 * a place first and gives it back when the thing is gone. A place that a killed node took and did not use is found by
 * counting, once nothing has moved for a while. Works for the tenant in scope; where there is no limit nothing is counted.
 * Thread-safe.
 */
@HubService
public class Quotas {

    /** Longer than anything takes from taking a place to using it. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private static final Duration RETRY = Duration.ofSeconds(10);

    private final QuotaRepository counts;
    private final TenantContexts contexts;
    private final Instance<QuotaCount> known;
    private final Clock clock;

    @Inject
    Quotas(QuotaRepository counts, TenantContexts contexts, @Any Instance<QuotaCount> known, Clock clock) {
        this.counts = counts;
        this.contexts = contexts;
        this.known = known;
        this.clock = clock;
    }

    /**
     * Takes a place.
     *
     * @throws HubException.Unavailable if none is free
     */
    public void take(Quota quota) {
        int limit = limit(quota);
        if (limit == 0 || take(quota, limit)) {
            return;
        }
        Optional<QuotaRepository.Count> seen = counts.find(quota);
        if (seen.isEmpty()) {
            counts.begin(quota, present(quota), clock.instant());
        } else {
            correct(quota, seen.get());
        }
        if (!take(quota, limit)) {
            throw full(quota, limit);
        }
    }

    private boolean take(Quota quota, int limit) {
        return counts.take(quota, limit, clock.instant());
    }

    /** Gives a place back: what was made is gone, or could not be made. */
    public void give(Quota quota) {
        if (limit(quota) > 0) {
            counts.give(quota, clock.instant());
        }
    }

    /** @throws HubException.Unavailable if there are more than there may be, as after the limit was lowered */
    public void requireWithin(Quota quota) {
        int limit = limit(quota);
        if (limit > 0 && present(quota) > limit) {
            throw full(quota, limit);
        }
    }

    /** The limits have changed: what is there is counted anew. */
    void countAnew() {
        counts.end();
    }

    private void correct(Quota quota, QuotaRepository.Count seen) {
        Instant now = clock.instant();
        if (seen.movedAt().plus(QUIET).isBefore(now)) {
            counts.correct(quota, seen, present(quota));
        }
    }

    /** How many there are. */
    long present(Quota quota) {
        return known.stream()
                .filter(count -> count.quota() == quota)
                .mapToLong(QuotaCount::present)
                .sum();
    }

    private int limit(Quota quota) {
        return contexts.find(TenantScope.require())
                .map(tenant -> quota.of(tenant.limits()))
                .orElse(0);
    }

    private static HubException.Unavailable full(Quota quota, int limit) {
        return new HubException.Unavailable(
                quota.refusal(), "the tenant's limit of " + limit + " " + quota.what() + " is reached", RETRY, null);
    }
}
