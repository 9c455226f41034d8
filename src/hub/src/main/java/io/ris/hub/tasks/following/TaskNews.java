package io.ris.hub.tasks.following;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.tasks.OutputStored;
import io.ris.hub.tasks.TaskEnded;
import io.ris.protocol.TaskId;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who follows which task on this node. Tells them at once what this node has done, and all of them now and then, the more rarely the
 * more they are, to look for what another node did. Thread-safe.
 */
@HubService
class TaskNews {

    private static final Duration TURN = Duration.ofMillis(250);
    private static final Duration SHORTEST = Duration.ofMillis(500);

    /** By so much the time between two looks grows with each follower. */
    private static final Duration FOR_EACH = Duration.ofMillis(2);

    private final RepeatedWork repeated;
    private final Clock clock;
    private final Map<Key, Set<TaskFeed>> followers = new ConcurrentHashMap<>();
    private Instant lastLook = Instant.EPOCH;

    @Inject
    TaskNews(RepeatedWork repeated, Clock clock) {
        this.repeated = repeated;
        this.clock = clock;
    }

    private record Key(TenantCode tenant, TaskId task) {}

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        repeated.every(TURN, "telling who follows tasks", this::turn);
    }

    void join(TenantCode tenant, TaskId task, TaskFeed feed) {
        followers.compute(new Key(tenant, task), (key, present) -> {
            Set<TaskFeed> joined = present == null ? ConcurrentHashMap.newKeySet() : present;
            joined.add(feed);
            return joined;
        });
    }

    void leave(TenantCode tenant, TaskId task, TaskFeed feed) {
        followers.computeIfPresent(new Key(tenant, task), (key, present) -> {
            present.remove(feed);
            return present.isEmpty() ? null : present;
        });
    }

    void more(@Observes OutputStored stored) {
        followers
                .getOrDefault(new Key(stored.tenant(), stored.task()), Set.of())
                .forEach(TaskFeed::moreOutput);
    }

    void ended(@Observes TaskEnded end) {
        followers.getOrDefault(new Key(end.tenant(), end.task()), Set.of()).forEach(TaskFeed::lookAgain);
    }

    private void turn() {
        Instant now = clock.instant();
        Duration pause = FOR_EACH.multipliedBy(followers.size());
        if (!now.isBefore(lastLook.plus(pause.compareTo(SHORTEST) > 0 ? pause : SHORTEST))) {
            lastLook = now;
            followers.values().forEach(feeds -> feeds.forEach(TaskFeed::lookAgain));
        }
    }
}
