package io.ris.hub.tasks;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.protocol.TaskId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Requests that wait on this node for a task's end. Thread-safe. */
@HubService
class TaskWaiters {

    private final Map<Key, CompletableFuture<Boolean>> waiting = new ConcurrentHashMap<>();

    private record Key(TenantCode tenant, TaskId task) {}

    /** Completes with true when the task ends, or with false when the time is over. */
    CompletableFuture<Boolean> await(TenantCode tenant, TaskId task, Duration atMost) {
        Key key = new Key(tenant, task);
        CompletableFuture<Boolean> end = waiting.computeIfAbsent(key, k -> new CompletableFuture<>());
        return end.copy()
                .completeOnTimeout(false, atMost.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((ended, fault) -> forget(key, end));
    }

    /** Those who wait longer for the same task still do. */
    private void forget(Key key, CompletableFuture<Boolean> end) {
        if (end.getNumberOfDependents() == 0) {
            waiting.remove(key, end);
        }
    }

    /** The task has ended. */
    void ended(TenantCode tenant, TaskId task) {
        CompletableFuture<Boolean> end = waiting.remove(new Key(tenant, task));
        if (end != null) {
            end.complete(true);
        }
    }
}
