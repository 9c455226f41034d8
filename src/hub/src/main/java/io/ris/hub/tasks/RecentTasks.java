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

    void remember(Task task) {
        tasks.put(key(task.id()), task);
    }

    void forget(String id) {
        tasks.invalidate(key(id));
    }

    private static Key key(String id) {
        return new Key(TenantScope.require(), id);
    }
}
