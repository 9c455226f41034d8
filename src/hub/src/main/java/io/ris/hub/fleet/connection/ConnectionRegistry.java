package io.ris.hub.fleet.connection;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.HubService;
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
        return connections.remove(connection.agent(), connection);
    }
}
