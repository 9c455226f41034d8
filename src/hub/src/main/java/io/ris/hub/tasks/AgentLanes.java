package io.ris.hub.tasks;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The lanes of all agents on this node. Thread-safe. */
@HubService
class AgentLanes {

    private final Map<AgentKey, AgentLane> lanes = new ConcurrentHashMap<>();

    AgentLane of(AgentKey agent) {
        return lanes.computeIfAbsent(agent, key -> new AgentLane());
    }

    Map<AgentKey, AgentLane> all() {
        return lanes;
    }

    void remove(AgentKey agent) {
        lanes.remove(agent);
    }

    /** How many of a tenant's tasks wait. */
    int waiting(TenantCode tenant) {
        return lanes.entrySet().stream()
                .filter(lane -> lane.getKey().tenant().equals(tenant))
                .mapToInt(lane -> lane.getValue().waitingCount())
                .sum();
    }

    int waiting() {
        return lanes.values().stream().mapToInt(AgentLane::waitingCount).sum();
    }

    int held() {
        return lanes.values().stream().mapToInt(AgentLane::heldCount).sum();
    }
}
