package io.ris.hub.tasks;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The lanes of all agents on this node. Thread-safe. */
@HubService
class AgentLanes {

    private final Map<AgentKey, AgentLane> lanes = new ConcurrentHashMap<>();
    private final NodePlaces places;

    @Inject
    AgentLanes(NodePlaces places) {
        this.places = places;
    }

    AgentLane of(AgentKey agent) {
        return lanes.computeIfAbsent(agent, key -> new AgentLane(key, places));
    }

    /** The lane of an agent that has been given something, or waits for it. */
    Optional<AgentLane> find(AgentKey agent) {
        return Optional.ofNullable(lanes.get(agent));
    }

    Map<AgentKey, AgentLane> all() {
        return lanes;
    }

    /** The lanes of a tenant's agents. */
    Map<AgentKey, AgentLane> all(TenantCode tenant) {
        return lanes.entrySet().stream()
                .filter(lane -> lane.getKey().tenant().equals(tenant))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    void remove(AgentKey agent) {
        AgentLane lane = lanes.remove(agent);
        if (lane != null) {
            lane.clear();
        }
    }

    int waiting() {
        return places.waiting();
    }

    /** How many tasks the agents of this node have. */
    int inFlight() {
        return places.taken();
    }
}
