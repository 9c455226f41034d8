package io.ris.hub.alerts.observing;

import io.ris.hub.alerts.rules.Condition.AgentCondition;
import io.ris.hub.alerts.rules.Condition.AgentState;
import io.ris.hub.fleet.AgentOutline;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.fleet.Scheduling;
import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Looks how agents are. Who is away when the hub starts counts as away from when it should be back, at the earliest: the hub was
 * away itself.
 */
@HubService
class AgentObserver {

    private final Function<AgentState, List<AgentOutline>> fleet;
    private final Instant allBack;

    @Inject
    AgentObserver(
            AgentService agents,
            Clock clock,
            @ConfigProperty(name = "client_management.reconnection_policy.max_delay") Duration longestDelay) {
        this(state -> find(agents, state), clock.instant().plus(longestDelay));
    }

    AgentObserver(Function<AgentState, List<AgentOutline>> fleet, Instant allBack) {
        this.fleet = fleet;
        this.allBack = allBack;
    }

    private static List<AgentOutline> find(AgentService agents, AgentState state) {
        return switch (state) {
            case OFFLINE -> agents.absent();
            case PAUSED -> agents.scheduledAs(Scheduling.State.PAUSED);
            case DRAINING -> agents.scheduledAs(Scheduling.State.DRAINING);
        };
    }

    Observation observe(AgentCondition condition) {
        AgentState state = condition.state();
        return Observation.of(fleet.apply(state).stream()
                .filter(agent -> condition.scope().includes(agent.id(), agent.labels()))
                .map(agent -> finding(state, agent))
                .toList());
    }

    private Finding finding(AgentState state, AgentOutline agent) {
        return new Finding(
                Subject.agent(agent.id(), agent.name()),
                1,
                "client " + agent.name() + " is " + state.wireName(),
                state == AgentState.OFFLINE ? later(agent.since()) : agent.since());
    }

    private Instant later(@Nullable Instant lastSeen) {
        return lastSeen == null || lastSeen.isBefore(allBack) ? allBack : lastSeen;
    }
}
