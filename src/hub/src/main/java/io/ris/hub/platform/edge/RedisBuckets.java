package io.ris.hub.platform.edge;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.crypto.Tokens;
import io.ris.hub.platform.redis.Redis;
import io.ris.hub.platform.redis.RedisScript;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Token buckets in Redis, which all nodes take from; where it is not there or does not answer, those of this node. A bucket is
 * the same number as in {@link LocalBuckets}, by the clock of Redis and in microseconds; it expires when it is full.
 */
@HubService
class RedisBuckets implements RequestBuckets {

    private static final long NANOS_PER_MICRO = 1_000;

    private static final RedisScript TAKE = RedisScript.of("""
            local cost, depth = tonumber(ARGV[1]), tonumber(ARGV[2])
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local full = tonumber(redis.call('GET', KEYS[1]) or now)
            -- more than there can be: the clock was set back, or the limit is a smaller one now
            local excess = full - now > depth
            local owed = math.min(math.max(full - now, 0), depth)
            local granted = owed + cost <= depth
            if granted then owed = owed + cost end
            if granted or excess then
              redis.call('SET', KEYS[1], string.format('%.0f', now + owed), 'PX', math.ceil(owed / 1000))
            end
            return {granted and 1 or 0, owed}
            """);

    private static final RedisScript GIVE_BACK = RedisScript.of("""
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local owed = tonumber(redis.call('GET', KEYS[1]) or now) - now - tonumber(ARGV[1])
            if owed > 0 then
              redis.call('SET', KEYS[1], string.format('%.0f', now + owed), 'PX', math.ceil(owed / 1000))
            else
              redis.call('DEL', KEYS[1])
            end
            return {}
            """);

    private final Redis redis;
    private final LocalBuckets ownBuckets;

    @Inject
    RedisBuckets(Redis redis, LocalBuckets ownBuckets) {
        this.redis = redis;
        this.ownBuckets = ownBuckets;
    }

    @Override
    public Allowance take(Requester requester, RateLimit limit) {
        return redis.run(TAKE, key(requester), List.of(micros(limit.cost()), micros(limit.depth())))
                .map(answer -> Allowance.of(limit, answer.getFirst() == 1, answer.getLast() * NANOS_PER_MICRO))
                .orElseGet(() -> ownBuckets.take(requester, limit));
    }

    @Override
    public void giveBack(Requester requester, RateLimit limit) {
        if (redis.run(GIVE_BACK, key(requester), List.of(micros(limit.cost()))).isEmpty()) {
            ownBuckets.giveBack(requester, limit);
        }
    }

    /** Hashed: whoever looks into Redis need not see who asks, and no name can be made to look like another one. */
    private static String key(Requester requester) {
        return "requests:" + Tokens.hash(requester.name());
    }

    private static String micros(long nanos) {
        return Long.toString(nanos / NANOS_PER_MICRO);
    }
}
