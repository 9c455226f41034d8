package io.ris.hub.fleet.connection;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.HubService;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The agents' connections to this node. Thread-safe. */
@HubService
public class ConnectionRegistry {

    private final Map<AgentKey, AgentConnection> connections = new ConcurrentHashMap<>();

    /** The connection of an agent, if this node has it. */
    public Optional<AgentConnection> find(AgentKey agent) {
        return Optional.ofNullable(connections.get(agent));
    }

    /** How many agents are connected to this node. */
    public int size() {
        return connections.size();
    }

    Collection<AgentConnection> all() {
        return connections.values();
    }

    /** Puts a connection in the place of the agent's present one, which is returned. */
    Optional<AgentConnection> put(AgentConnection connection) {
        return Optional.ofNullable(connections.put(connection.agent(), connection));
    }

    boolean remove(AgentConnection connection) {
        boolean removed = connections.remove(connection.agent(), connection);
        synchronized (connections) {
            connections.notifyAll();
        }
        return removed;
    }

    /** Waits until no agent is connected any more, or the time is over. */
    void awaitEmpty(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (connections) {
            long left = end - System.nanoTime();
            while (!connections.isEmpty() && left > 0) {
                try {
                    connections.wait(Math.max(1, left / 1_000_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
                left = end - System.nanoTime();
            }
        }
    }
}
