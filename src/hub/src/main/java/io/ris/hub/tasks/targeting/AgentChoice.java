package io.ris.hub.tasks.targeting;

import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.fleet.Labels;
import io.ris.hub.fleet.selection.LabelExpression;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.tasks.AgentCapacity;
import io.ris.protocol.AgentId;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Finds the agents of the tenant in scope that a target names. Thread-safe. */
@HubService
class AgentChoice {

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final AgentService agents;
    private final AgentCapacity capacity;

    @Inject
    AgentChoice(AgentService agents, AgentCapacity capacity) {
        this.agents = agents;
        this.capacity = capacity;
    }

    /** Every agent that is named and can do tasks of a type, by name; as many as the target wants. */
    List<Agent> all(Target target, String type) {
        return named(target, type).stream()
                .sorted(Comparator.comparing(Agent::name))
                .limit(target.max() == null ? Long.MAX_VALUE : target.max())
                .toList();
    }

    /**
     * The connected one that is neither paused nor draining, with the most free places, whichever node has its connection; among
     * equals, any.
     *
     * @throws HubException.Invalid if none is named
     * @throws HubException.Unavailable if none of those is connected
     */
    Agent leastLoaded(Target target, String type) {
        List<Agent> named = named(target, type);
        if (named.isEmpty()) {
            throw nobody();
        }
        List<Agent> connected =
                new ArrayList<>(named.stream().filter(this::takesTasks).toList());
        Collections.shuffle(connected);
        Map<AgentId, Integer> free = capacity.free(connected);
        return connected.stream()
                .max(Comparator.comparing(agent -> free.getOrDefault(agent.agentId(), 0)))
                .orElseThrow(() -> new HubException.Unavailable(
                        ProblemType.NO_CLIENT_CONNECTED,
                        "none of the " + named.size() + " clients that the target names is connected and takes tasks",
                        RETRY,
                        null));
    }

    static HubException.Invalid nobody() {
        return HubException.Invalid.rule("target", "names no active client that can do this");
    }

    private boolean takesTasks(Agent agent) {
        return agents.isConnected(agent) && agent.scheduling().isActive();
    }

    private List<Agent> named(Target target, String type) {
        LabelExpression condition = target.condition();
        return agents.all().stream()
                .filter(agent -> agent.isActive() && agent.canDo(type))
                .filter(agent -> condition.matches(Labels.toMap(agent.labels())))
                .toList();
    }
}
