package io.ris.hub.tasks;

import io.ris.protocol.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The tasks of one agent on this node: those that wait, in the order in which they will be offered, and those that the
 * agent has. Rebuilt from the store after a restart. Thread-safe.
 */
final class AgentLane {

    /** A level of priority is worth this much waiting, so that the lowest comes up in the end. */
    private static final long MILLIS_PER_LEVEL = 600_000;

    private static final Comparator<Waiting> ORDER = Comparator.comparingLong(Waiting::rank)
            .thenComparing(Waiting::createdAt)
            .thenComparing(waiting -> waiting.task().value());

    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(ORDER);
    private final Set<TaskId> waitingIds = new HashSet<>();
    private final Map<TaskId, Held> held = new HashMap<>();

    /** A task that waits for a place. */
    record Waiting(TaskId task, int priority, Instant createdAt) {

        static Waiting of(Task task) {
            return new Waiting(task.taskId(), task.priority(), task.createdAt());
        }

        long rank() {
            return createdAt.toEpochMilli() - priority * MILLIS_PER_LEVEL;
        }
    }

    /**
     * A task that the agent has.
     *
     * @param giveUpAt when the hub stops waiting for the agent's next word about it
     */
    record Held(TaskId task, Instant giveUpAt) {}

    /** Adds a waiting task; false if the lane knows it already. */
    synchronized boolean add(Waiting task) {
        if (held.containsKey(task.task()) || !waitingIds.add(task.task())) {
            return false;
        }
        return waiting.add(task);
    }

    /** Takes the next waiting task and holds a place for it, if the agent has one free. */
    synchronized Optional<Waiting> take(int capacity, Instant giveUpAt) {
        if (held.size() >= capacity || waiting.isEmpty()) {
            return Optional.empty();
        }
        Waiting next = waiting.remove();
        waitingIds.remove(next.task());
        held.put(next.task(), new Held(next.task(), giveUpAt));
        return Optional.of(next);
    }

    /** Notes that the agent has a task, until the hub gives it up. */
    synchronized void hold(TaskId task, Instant giveUpAt) {
        if (waitingIds.remove(task)) {
            waiting.removeIf(entry -> entry.task().equals(task));
        }
        held.put(task, new Held(task, giveUpAt));
    }

    /** The agent does not have the task any more, or it waits no longer. */
    synchronized void release(TaskId task) {
        held.remove(task);
        if (waitingIds.remove(task)) {
            waiting.removeIf(entry -> entry.task().equals(task));
        }
    }

    synchronized boolean knows(TaskId task) {
        return held.containsKey(task) || waitingIds.contains(task);
    }

    synchronized boolean holds(TaskId task) {
        return held.containsKey(task);
    }

    synchronized List<TaskId> held() {
        return new ArrayList<>(held.keySet());
    }

    synchronized List<TaskId> waiting() {
        return waiting.stream().map(Waiting::task).toList();
    }

    synchronized List<TaskId> overdue(Instant now) {
        return held.values().stream()
                .filter(entry -> !now.isBefore(entry.giveUpAt()))
                .map(Held::task)
                .toList();
    }

    synchronized int waitingCount() {
        return waiting.size();
    }

    /** How many tasks the agent has, or will be offered before another one. */
    synchronized int load() {
        return held.size() + waiting.size();
    }

    synchronized int heldCount() {
        return held.size();
    }
}
