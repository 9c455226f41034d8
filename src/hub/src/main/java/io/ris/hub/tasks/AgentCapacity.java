package io.ris.hub.tasks;

import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.fleet.connection.AgentConnection;
import io.ris.hub.fleet.connection.ConnectionRegistry;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantScope;
import io.ris.protocol.AgentId;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How much more agents of the tenant in scope can do at once. Thread-safe. */
@HubService
public class AgentCapacity {

    private final AgentLanes lanes;
    private final ConnectionRegistry connections;
    private final AgentService agents;
    private final TaskRepository tasks;

    @Inject
    AgentCapacity(AgentLanes lanes, ConnectionRegistry connections, AgentService agents, TaskRepository tasks) {
        this.lanes = lanes;
        this.connections = connections;
        this.agents = agents;
        this.tasks = tasks;
    }

    /**
     * The free places of each agent, less than 0 where tasks wait for them; 0 where no node has its connection. Of this node's agents
     * its memory knows them; the store is asked only where there are others, and once for all of these.
     */
    public Map<AgentId, Integer> free(Collection<Agent> some) {
        Map<AgentId, Integer> free = new HashMap<>();
        List<Agent> elsewhere = new ArrayList<>();
        for (Agent agent : some) {
            Optional<Integer> here = freeHere(agent);
            free.put(agent.agentId(), here.orElse(0));
            if (here.isEmpty() && agents.isElsewhere(agent)) {
                elsewhere.add(agent);
            }
        }
        if (!elsewhere.isEmpty()) {
            free.putAll(freeAt(elsewhere));
        }
        return free;
    }

    private Optional<Integer> freeHere(Agent agent) {
        AgentKey key = new AgentKey(TenantScope.require(), agent.agentId());
        Optional<AgentConnection> connection = connections.find(key);
        int load = lanes.find(key).map(AgentLane::load).orElse(0);
        return connection.map(present -> present.capacity() - load);
    }

    private Map<AgentId, Integer> freeAt(List<Agent> elsewhere) {
        Map<AgentId, Integer> load =
                tasks.load(elsewhere.stream().map(Agent::agentId).toList());
        Map<AgentId, Integer> free = new HashMap<>();
        for (Agent agent : elsewhere) {
            int capacity = agent.capacity() == null ? 0 : agent.capacity();
            free.put(agent.agentId(), capacity - load.getOrDefault(agent.agentId(), 0));
        }
        return free;
    }
}
