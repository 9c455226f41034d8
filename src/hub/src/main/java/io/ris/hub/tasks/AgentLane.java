package io.ris.hub.tasks;

import io.ris.hub.fleet.AgentKey;
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
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one agent on this node: those that wait, in the order in which they will be offered, and those that the
 * agent has. Rebuilt from the store after a restart. Thread-safe.
 */
final class AgentLane {

    /** A level of priority is worth this much waiting, so that the lowest comes up in the end. */
    private static final long MILLIS_PER_LEVEL = 600_000;

    private static final Comparator<Waiting> ORDER = Comparator.comparingLong(Waiting::rank)
            .thenComparing(Waiting::since)
            .thenComparing(waiting -> waiting.task().value());

    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(ORDER);
    private final Set<TaskId> waitingIds = new HashSet<>();
    private final Map<TaskId, Held> held = new HashMap<>();
    private final AgentKey agent;
    private final NodePlaces places;
    private final NodePlaces.Share share;

    /** The agent has said that it takes nothing for now, whatever this node believes it has room for. */
    private boolean heldOff;

    AgentLane(AgentKey agent, NodePlaces places) {
        this.agent = agent;
        this.places = places;
        this.share = places.of(agent.tenant());
    }

    /**
     * A task that waits for a place.
     *
     * @param since when it was submitted or, where that is later, might have begun: what was put off has not waited meanwhile
     */
    record Waiting(TaskId task, int priority, Instant since) {

        static Waiting of(Task task) {
            return of(task.taskId(), task.priority(), task.createdAt(), task.notBefore());
        }

        static Waiting of(TaskId task, int priority, Instant createdAt, @Nullable Instant notBefore) {
            Instant since = notBefore != null && notBefore.isAfter(createdAt) ? notBefore : createdAt;
            return new Waiting(task, priority, since);
        }

        long rank() {
            return since.toEpochMilli() - priority * MILLIS_PER_LEVEL;
        }
    }

    /**
     * A task that the agent has.
     *
     * @param giveUpAt when the hub stops waiting for the agent's next word about it
     * @param placed whether it takes a place of this node: not where another node may have the agent
     * @param sure whether the agent has it, as far as this node knows; else it was about to be offered
     */
    record Held(TaskId task, Instant giveUpAt, boolean placed, boolean sure) {}

    /** Adds a waiting task; false if the lane knows it already. */
    synchronized boolean add(Waiting task) {
        if (held.containsKey(task.task()) || !waitingIds.add(task.task())) {
            return false;
        }
        share.waits(1);
        return waiting.add(task);
    }

    /** Whether a task waits, and the agent has room for it. */
    synchronized boolean hasNext(int capacity) {
        return !heldOff && held.size() < capacity && !waiting.isEmpty();
    }

    /** Takes the next waiting task and holds a place for it, if agent and node have one free. */
    synchronized Optional<Waiting> take(int capacity, Instant giveUpAt) {
        if (!hasNext(capacity) || !share.take()) {
            return Optional.empty();
        }
        Waiting next = waiting.remove();
        waitingIds.remove(next.task());
        share.waits(-1);
        held.put(next.task(), new Held(next.task(), giveUpAt, true, false));
        return Optional.of(next);
    }

    /** Notes that the agent, which is connected to this node, has a task, until the hub gives it up. */
    synchronized void hold(TaskId task, Instant giveUpAt) {
        forgetWaiting(task);
        Held before = held.put(task, new Held(task, giveUpAt, true, true));
        if (before == null || !before.placed()) {
            share.claim();
        }
    }

    /** Notes that the agent has a task, wherever it is connected, until the hub gives it up. */
    synchronized void watch(TaskId task, Instant giveUpAt) {
        forgetWaiting(task);
        Held before = held.get(task);
        held.put(task, new Held(task, giveUpAt, before != null && before.placed(), true));
    }

    /** The agent does not have the task any more, or it waits no longer. */
    synchronized void release(TaskId task) {
        forgetWaiting(task);
        Held before = held.remove(task);
        if (before == null) {
            return;
        }
        heldOff = false;
        if (before.placed()) {
            share.give();
        }
        places.freed(agent);
    }

    /**
     * The agent does not have the task and it waits again. Nobody is told of the place: the agent that could not take this one now
     * is asked again with the next look at the lane.
     */
    synchronized void putBack(Waiting task) {
        forgetWaiting(task.task());
        Held before = held.remove(task.task());
        if (before != null && before.placed()) {
            share.give();
        }
        add(task);
    }

    /** Gives the agent nothing more until it has a task less, or {@link #goOn}. */
    synchronized void holdOff() {
        heldOff = true;
    }

    /** The agent may have room again. */
    synchronized void goOn() {
        heldOff = false;
    }

    /** The task waits no longer; where the agent has it by now, nothing changes. */
    synchronized void stopWaiting(TaskId task) {
        forgetWaiting(task);
    }

    /** The agent's connection to this node is gone: what it has takes no places here. */
    synchronized void giveUpPlaces() {
        held.replaceAll((task, entry) -> {
            if (entry.placed()) {
                share.give();
            }
            return new Held(task, entry.giveUpAt(), false, entry.sure());
        });
        places.freed(agent);
    }

    /** The agent is gone for good. */
    synchronized void clear() {
        giveUpPlaces();
        held.clear();
        share.waits(-waiting.size());
        waiting.clear();
        waitingIds.clear();
    }

    private void forgetWaiting(TaskId task) {
        if (waitingIds.remove(task)) {
            waiting.removeIf(entry -> entry.task().equals(task));
            share.waits(-1);
        }
    }

    synchronized boolean knows(TaskId task) {
        return held.containsKey(task) || waitingIds.contains(task);
    }

    /** Whether nobody knows if the agent has heard of a task that it is to have. */
    synchronized boolean isUnsure(TaskId task) {
        Held entry = held.get(task);
        return entry != null && !entry.sure();
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
