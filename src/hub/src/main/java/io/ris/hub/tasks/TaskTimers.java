package io.ris.hub.tasks;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.protocol.TaskId;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * When tasks must be looked at again: due, to be retried, expired. Holds what comes soon, of tasks that have not ended; what comes
 * later is in the store, from which {@link LaneScan} sets it in time. Thread-safe.
 */
@HubService
class TaskTimers {

    /** Several times as long as the scan takes to come round: tasks that end on another node are held no longer than this. */
    private static final Duration SOON = Duration.ofMinutes(2);

    private final Clock clock;
    private final NavigableSet<Timer> timers = new TreeSet<>(Comparator.comparing(Timer::at)
            .thenComparing(timer -> timer.tenant().value())
            .thenComparing(timer -> timer.task().value()));
    private final Map<Key, List<Timer>> ofTasks = new HashMap<>();

    record Timer(Instant at, TenantCode tenant, TaskId task) {

        private Key key() {
            return new Key(tenant, task);
        }
    }

    private record Key(TenantCode tenant, TaskId task) {}

    @Inject
    TaskTimers(Clock clock) {
        this.clock = clock;
    }

    synchronized void set(TenantCode tenant, TaskId task, Instant at) {
        if (at.isAfter(clock.instant().plus(SOON))) {
            return;
        }
        Timer timer = new Timer(at, tenant, task);
        if (timers.add(timer)) {
            ofTasks.computeIfAbsent(timer.key(), key -> new ArrayList<>(2)).add(timer);
        }
    }

    /** The task has ended. */
    synchronized void forget(TenantCode tenant, TaskId task) {
        List<Timer> own = ofTasks.remove(new Key(tenant, task));
        if (own != null) {
            own.forEach(timers::remove);
        }
    }

    /** Takes out what is due. */
    synchronized List<Timer> due(Instant now) {
        List<Timer> due = new ArrayList<>();
        while (!timers.isEmpty() && !now.isBefore(timers.first().at())) {
            Timer timer = timers.removeFirst();
            ofTasks.computeIfPresent(timer.key(), (key, own) -> {
                own.remove(timer);
                return own.isEmpty() ? null : own;
            });
            due.add(timer);
        }
        return due;
    }
}
