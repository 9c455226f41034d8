package io.ris.hub.tasks;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.Origin;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Gives agents their turns, on a few threads: whoever wants one for an agent does not wait for it. Tenants with a store of their own,
 * which may hang, have threads of their own. Thread-safe.
 */
final class TurnTaking {

    private static final System.Logger LOG = System.getLogger(TurnTaking.class.getName());
    private static final int THREADS = 4;

    /** The tenants of the shared store. */
    private static final String SHARED = "";

    private final Executor executor;
    private final Predicate<TenantCode> apart;
    private final Predicate<TenantCode> hasRoom;
    private final Function<AgentKey, After> turn;
    private final Map<String, Circle> circles = new ConcurrentHashMap<>();

    /** What follows a turn. */
    enum After {
        /** The agent can be given another task. */
        AGAIN,
        /** It could, were there a place for its tenant. */
        BLOCKED,
        /** There is nothing more to give to it now. */
        DONE
    }

    /**
     * @param apart whether a tenant has a store of its own
     * @param hasRoom whether there is a place for a tenant's task now
     * @param turn gives the agent one task, in its tenant's scope
     */
    TurnTaking(
            Executor executor,
            Predicate<TenantCode> apart,
            Predicate<TenantCode> hasRoom,
            Function<AgentKey, After> turn) {
        this.executor = executor;
        this.apart = apart;
        this.hasRoom = hasRoom;
        this.turn = turn;
    }

    /** The agent may have a task to be given. */
    void want(AgentKey agent) {
        Circle circle = circles.computeIfAbsent(
                apart.test(agent.tenant()) ? agent.tenant().value() : SHARED, key -> new Circle());
        circle.turns.add(agent);
        circle.work();
    }

    /** A place has become free. */
    void resume() {
        circles.values().forEach(circle -> {
            circle.turns.unblock();
            circle.work();
        });
    }

    private final class Circle {

        private final FairTurns turns = new FairTurns();
        private final AtomicInteger threads = new AtomicInteger();

        /** Sees to it that threads give turns while there are any to give. */
        void work() {
            if (turns.isEmpty() || !enter()) {
                return; // those who are at it look again before they leave
            }
            executor.execute(this::giveTurns);
        }

        private boolean enter() {
            return threads.getAndUpdate(present -> Math.min(THREADS, present + 1)) < THREADS;
        }

        private void giveTurns() {
            try {
                Origin.leave(); // the server's threads are shared with requests
                Optional<AgentKey> next = turns.next();
                while (next.isPresent()) {
                    give(next.get());
                    next = turns.next();
                }
            } finally {
                threads.decrementAndGet();
            }
            work();
        }

        private void give(AgentKey agent) {
            switch (attempt(agent)) {
                case AGAIN -> turns.add(agent);
                case BLOCKED -> {
                    turns.block(agent);
                    if (hasRoom.test(agent.tenant())) { // it became free just before
                        turns.unblock();
                    }
                }
                case DONE -> {}
            }
        }
    }

    private After attempt(AgentKey agent) {
        try {
            return TenantScope.call(agent.tenant(), () -> turn.apply(agent));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, agent + " could not be given a task; it is tried again soon: " + e);
            LOG.log(System.Logger.Level.DEBUG, "a turn", e);
            return After.DONE;
        }
    }
}
