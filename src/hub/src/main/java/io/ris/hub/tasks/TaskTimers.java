package io.ris.hub.tasks;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.protocol.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/** When tasks must be looked at again: due, to be retried, expired. Rebuilt from the store after a restart. Thread-safe. */
@HubService
class TaskTimers {

    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparing(Timer::at));
    private final Set<Timer> known = new HashSet<>();

    record Timer(Instant at, TenantCode tenant, TaskId task) {}

    synchronized void set(TenantCode tenant, TaskId task, Instant at) {
        Timer timer = new Timer(at, tenant, task);
        if (known.add(timer)) {
            timers.add(timer);
        }
    }

    /** Takes out what is due. */
    synchronized List<Timer> due(Instant now) {
        List<Timer> due = new ArrayList<>();
        while (!timers.isEmpty() && !now.isBefore(timers.peek().at())) {
            Timer timer = timers.remove();
            known.remove(timer);
            due.add(timer);
        }
        return due;
    }
}
