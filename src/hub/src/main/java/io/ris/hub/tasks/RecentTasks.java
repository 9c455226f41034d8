package io.ris.hub.tasks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.protocol.TaskId;
import java.time.Duration;
import java.util.Optional;

/**
 * Tasks as this node last wrote them, so that the next step need not read what the step before has just stored. Another node may
 * have changed one since: whoever uses it must end in a compare-and-set, which then fails, and forgets it. Bounded. Thread-safe.
 */
@HubService
class RecentTasks {

    private static final long MAX_CHARACTERS = 32L * 1024 * 1024;
    private static final int RECORD = 512;
    private static final int EVENT = 128;
    private static final Duration MEMORY = Duration.ofMinutes(2);

    private final Cache<Key, Task> tasks = Caffeine.newBuilder()
            .maximumWeight(MAX_CHARACTERS)
            .weigher((Key key, Task task) -> RECORD
                    + EVENT * task.events().size()
                    + task.spec().length()
                    + (task.result() == null ? 0 : task.result().length()))
            .expireAfterWrite(MEMORY)
            .build();

    private record Key(TenantCode tenant, String task) {}

    Optional<Task> find(TaskId id) {
        return Optional.ofNullable(tasks.getIfPresent(key(id.value())));
    }

    /**
     * A task as it was just written by somebody who forgot it before. One that is known by now was written by another meanwhile:
     * which of the two was later is not known here, and neither is remembered.
     */
    void remember(Task task) {
        tasks.asMap().compute(key(task.id()), (key, present) -> present == null ? task : null);
    }

    void forget(String id) {
        tasks.invalidate(key(id));
    }

    private static Key key(String id) {
        return new Key(TenantScope.require(), id);
    }
}
