package io.ris.hub.tasks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.cluster.NodeLeases;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Whether a tenant may have one more task waiting. Counting them in the store costs a look at all of them, so it is done only where
 * the tasks that this node knows not to have ended might fill the queue. Thread-safe.
 */
@HubService
class QueueRoom {

    /** How old a count may be where other nodes take on tasks as well. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    /** A full queue is not counted for each request that it refuses. */
    private static final Duration STILL_FULL = Duration.ofMillis(100);

    private static final Duration COME_BACK = Duration.ofSeconds(5);

    private final TaskRepository tasks;
    private final NodeLeases nodes;
    private final Clock clock;
    private final int size;
    private final Cache<TenantCode, Counted> counts =
            Caffeine.newBuilder().expireAfterAccess(Duration.ofHours(1)).build();

    @Inject
    QueueRoom(
            TaskRepository tasks,
            NodeLeases nodes,
            Clock clock,
            @ConfigProperty(name = "task_orchestration.queue.size") int size) {
        this.tasks = tasks;
        this.nodes = nodes;
        this.clock = clock;
        this.size = size;
    }

    /**
     * What the store held.
     *
     * @param tasks all that had not ended, running ones among them; or, where these were too many to tell, those that waited
     * @param withRunning which of the two
     * @param since how many more this node has taken on, less those of all that ended
     */
    private record Counted(long tasks, boolean withRunning, Instant at, AtomicLong since) {

        long most() {
            return tasks + since.get();
        }
    }

    /**
     * Notes that the tenant in scope has one more.
     *
     * @throws HubException.Unavailable if its queue is full
     */
    void take() {
        TenantCode tenant = TenantScope.require();
        Counted counted = counts.getIfPresent(tenant);
        if (counted == null || isStale(counted)) {
            counted = count();
            counts.put(tenant, counted);
        }
        if (counted.most() >= size) {
            throw new HubException.Unavailable(
                    ProblemType.QUEUE_FULL, "there are " + size + " tasks waiting", COME_BACK, null);
        }
        counted.since().incrementAndGet();
    }

    private boolean isStale(Counted counted) {
        Instant now = clock.instant();
        if (counted.tasks() >= size) {
            return !now.isBefore(counted.at().plus(STILL_FULL));
        }
        boolean isAlone = nodes.live().size() <= 1;
        return counted.most() >= size || (!isAlone && !now.isBefore(counted.at().plus(FRESH)));
    }

    private Counted count() {
        Instant now = clock.instant();
        long active = tasks.countActive();
        return active < size
                ? new Counted(active, true, now, new AtomicLong())
                : new Counted(tasks.countWaiting(), false, now, new AtomicLong());
    }

    /** One that waited less, unless only those that wait were counted, and it was running by then. */
    void ended(@Observes TaskEnded end) {
        Counted counted = counts.getIfPresent(end.tenant());
        if (counted != null && counted.withRunning()) {
            counted.since().decrementAndGet();
        }
    }
}
