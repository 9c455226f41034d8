package io.ris.hub.alerts.observing;

import io.ris.hub.alerts.rules.Condition.AgentCondition;
import io.ris.hub.alerts.rules.Condition.AgentState;
import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.fleet.Scheduling;
import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Looks how agents are. Who is away when the hub starts counts as away from when it should be back, at the earliest: the hub was
 * away itself.
 */
@HubService
class AgentObserver {

    private final Predicate<Agent> isConnected;
    private final Instant allBack;

    @Inject
    AgentObserver(
            AgentService agents,
            Clock clock,
            @ConfigProperty(name = "client_management.reconnection_policy.max_delay") Duration longestDelay) {
        this(agents::isConnected, clock.instant().plus(longestDelay));
    }

    AgentObserver(Predicate<Agent> isConnected, Instant allBack) {
        this.isConnected = isConnected;
        this.allBack = allBack;
    }

    Observation observe(AgentCondition condition, TenantSight sight) {
        List<Finding> holding = sight.agents().stream()
                .filter(agent -> MetricObserver.includes(condition.scope(), agent.id(), sight))
                .flatMap(agent -> finding(condition.state(), agent).stream())
                .toList();
        return Observation.of(holding);
    }

    private Optional<Finding> finding(AgentState state, Agent agent) {
        return switch (state) {
            case OFFLINE -> isMissed(agent) ? found(agent, "offline", later(agent.lastSeen())) : Optional.empty();
            case PAUSED -> of(agent, Scheduling.State.PAUSED, "paused");
            case DRAINING -> of(agent, Scheduling.State.DRAINING, "draining");
        };
    }

    /** One that was never connected, is switched off or was cut off is not expected. */
    private boolean isMissed(Agent agent) {
        return agent.lastSeen() != null && agent.isActive() && agent.revokedAt() == null && !isConnected.test(agent);
    }

    private Instant later(@Nullable Instant lastSeen) {
        return lastSeen == null || lastSeen.isBefore(allBack) ? allBack : lastSeen;
    }

    private static Optional<Finding> of(Agent agent, Scheduling.State wanted, String word) {
        Scheduling scheduling = agent.scheduling();
        return scheduling.state() == wanted ? found(agent, word, scheduling.since()) : Optional.empty();
    }

    private static Optional<Finding> found(Agent agent, String word, @Nullable Instant since) {
        return Optional.of(new Finding(
                Subject.agent(agent.id(), agent.name()), 1, "client " + agent.name() + " is " + word, since));
    }
}
