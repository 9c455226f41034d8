package io.ris.hub.tasks;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import jakarta.inject.Inject;
import java.util.List;
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

    /** The agents that have been given something or wait for it, which may be few of many, by tenant. */
    Map<TenantCode, List<AgentKey>> busy() {
        return lanes.entrySet().stream()
                .filter(lane -> lane.getValue().load() > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.groupingBy(AgentKey::tenant));
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
