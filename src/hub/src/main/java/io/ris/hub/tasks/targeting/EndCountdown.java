package io.ris.hub.tasks.targeting;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Says when it is worth asking the store whether work in many parts is over: not before as many parts have ended here as were under way
 * when it was last asked. What ends elsewhere is not counted, so whoever relies on it asks now and then anyway. Thread-safe.
 */
final class EndCountdown<K> {

    private static final int MOST = 10_000;
    private static final Duration MEMORY = Duration.ofMinutes(1);

    private final Cache<K, AtomicInteger> left =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(MEMORY).build();

    /** From now on ends count; to be said before the parts under way are counted, so that none ends unseen between. */
    void begin(K work) {
        left.put(work, new AtomicInteger());
    }

    /** As many were under way after it began; true if as many have ended by now. */
    boolean await(K work, int underWay) {
        AtomicInteger count = left.getIfPresent(work);
        return count == null || count.addAndGet(underWay) <= 0;
    }

    /** A part has ended; true if that may have been the last. */
    boolean ended(K work) {
        AtomicInteger count = left.getIfPresent(work);
        return count == null || count.decrementAndGet() <= 0;
    }
}
