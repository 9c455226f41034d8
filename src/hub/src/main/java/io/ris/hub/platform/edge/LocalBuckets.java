package io.ris.hub.platform.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.platform.HubService;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Token buckets in this node's memory, so that each node grants the limit of its own. A bucket is one number, the time at
 * which it will be full (the generic cell rate algorithm, ITU-T I.371): nothing refills it, and no lock guards it.
 */
@HubService
@Typed(LocalBuckets.class) // who asks for buckets gets those that may be shared
class LocalBuckets implements RequestBuckets {

    private static final int MAX_BUCKETS = 100_000;

    /** A bucket that is forgotten is a full one, which most are long before. */
    private static final Duration MEMORY = Duration.ofHours(1);

    private final Cache<Requester, AtomicLong> buckets = Caffeine.newBuilder()
            .maximumSize(MAX_BUCKETS)
            .expireAfterAccess(MEMORY)
            .build();
    private final LongSupplier nanos;
    private final long start;

    @Inject
    LocalBuckets() {
        this(System::nanoTime);
    }

    LocalBuckets(LongSupplier nanos) {
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    @Override
    public Allowance take(Requester requester, RateLimit limit) {
        AtomicLong bucket = buckets.get(requester, key -> new AtomicLong());
        long now = nanos.getAsLong() - start;
        while (true) {
            long full = bucket.get();
            long owed = Math.max(0, full - now);
            if (owed + limit.cost() > limit.depth()) {
                return Allowance.of(limit, false, owed);
            }
            if (bucket.compareAndSet(full, now + owed + limit.cost())) {
                return Allowance.of(limit, true, owed + limit.cost());
            }
        }
    }

    @Override
    public void giveBack(Requester requester, RateLimit limit) {
        AtomicLong bucket = buckets.getIfPresent(requester);
        if (bucket != null) {
            bucket.addAndGet(-limit.cost());
        }
    }
}
