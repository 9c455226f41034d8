package io.ris.hub.tasks;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.protocol.TaskId;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Requests that wait on this node for a task's end. Thread-safe. */
@HubService
class TaskWaiters {

    private final Map<Key, Queue<CompletableFuture<Boolean>>> waiting = new ConcurrentHashMap<>();

    private record Key(TenantCode tenant, TaskId task) {}

    /** Completes with true when the task ends, or with false when the time is over. */
    CompletableFuture<Boolean> await(TenantCode tenant, TaskId task, Duration atMost) {
        Key key = new Key(tenant, task);
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        waiting.compute(key, (k, present) -> {
            Queue<CompletableFuture<Boolean>> joined = present == null ? new ConcurrentLinkedQueue<>() : present;
            joined.add(end);
            return joined;
        });
        return end.completeOnTimeout(false, atMost.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((ended, fault) -> forget(key, end));
    }

    /** Those who wait longer for the same task still do. */
    private void forget(Key key, CompletableFuture<Boolean> end) {
        waiting.computeIfPresent(key, (k, present) -> {
            present.removeIf(other -> other == end);
            return present.isEmpty() ? null : present;
        });
    }

    /** The tenants' tasks for whose end somebody waits. */
    Map<TenantCode, Set<TaskId>> awaited() {
        return waiting.keySet().stream()
                .collect(Collectors.groupingBy(Key::tenant, Collectors.mapping(Key::task, Collectors.toSet())));
    }

    /** The task has ended. */
    void ended(TenantCode tenant, TaskId task) {
        Queue<CompletableFuture<Boolean>> ends = waiting.remove(new Key(tenant, task));
        if (ends != null) {
            ends.forEach(end -> end.complete(true));
        }
    }
}
