package io.ris.hub.tasks;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.connection.ConnectionRegistry;
import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;

/** How much more agents can do at once. Thread-safe. */
@HubService
public class AgentCapacity {

    private final AgentLanes lanes;
    private final ConnectionRegistry connections;

    @Inject
    AgentCapacity(AgentLanes lanes, ConnectionRegistry connections) {
        this.lanes = lanes;
        this.connections = connections;
    }

    /** The free places of an agent, less than 0 where tasks wait for them; 0 where another node has its connection. */
    public int free(AgentKey agent) {
        return connections
                .find(agent)
                .map(connection -> connection.capacity() - lanes.of(agent).load())
                .orElse(0);
    }
}
