package io.ris.hub.fleet.connection;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.HubService;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The agents' connections to this node. Thread-safe. */
@HubService
public class ConnectionRegistry {

    private final Map<AgentKey, AgentConnection> connections = new ConcurrentHashMap<>();
    private final Map<AgentConnection, Instant> nameless = new ConcurrentHashMap<>();

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

    /** Notes a connection that has not said hello yet. */
    void open(AgentConnection connection, Instant at) {
        nameless.put(connection, at);
    }

    /** Connections that were opened before a time and have not said hello. */
    List<AgentConnection> namelessSince(Instant before) {
        return nameless.entrySet().stream()
                .filter(entry -> entry.getValue().isBefore(before))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Puts a connection in the place of the agent's present one, which is returned. */
    Optional<AgentConnection> put(AgentConnection connection) {
        nameless.remove(connection);
        return Optional.ofNullable(connections.put(connection.agent(), connection));
    }

    boolean remove(AgentConnection connection) {
        nameless.remove(connection);
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
