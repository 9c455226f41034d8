package io.ris.hub.alerts.observing;

import io.ris.hub.alerts.rules.AgentScope;
import io.ris.hub.alerts.rules.Condition;
import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.Labels;
import io.ris.hub.monitoring.AgentMetrics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A tenant as all its rules see it in one round: what is asked for is read once, and what nobody asks for is not. Not thread-safe. */
public final class TenantSight {

    private final Instant now;
    private final Supplier<List<Agent>> readAgents;
    private final Supplier<List<AgentMetrics>> readMetrics;
    private @Nullable List<Agent> agents;
    private @Nullable List<AgentMetrics> metrics;
    private @Nullable Map<String, Map<String, String>> labels;

    TenantSight(Instant now, Supplier<List<Agent>> readAgents, Supplier<List<AgentMetrics>> readMetrics) {
        this.now = now;
        this.readAgents = readAgents;
        this.readMetrics = readMetrics;
    }

    /** When the round began. */
    public Instant now() {
        return now;
    }

    List<Agent> agents() {
        if (agents == null) {
            agents = readAgents.get();
        }
        return agents;
    }

    List<AgentMetrics> metrics() {
        if (metrics == null) {
            metrics = readMetrics.get();
        }
        return metrics;
    }

    /** Whether a condition can hold for a subject at all. It may have been another one when there was an alert about it. */
    public boolean isAbout(Condition condition, Subject subject) {
        return switch (condition) {
            case Condition.Metric it ->
                subject.isOf(it.isOfContainers() ? Subject.Kind.CONTAINER : Subject.Kind.CLIENT)
                        && isIn(it.scope(), subject);
            case Condition.AgentCondition it -> subject.isOf(Subject.Kind.CLIENT) && isIn(it.scope(), subject);
            case Condition.NoData it -> subject.isOf(Subject.Kind.CLIENT) && isIn(it.scope(), subject);
            case Condition.TaskFailures it -> isAbout(it.perAgent(), it.scope(), subject);
            case Condition.TaskErrorRate it -> isAbout(it.perAgent(), it.scope(), subject);
            case Condition.RequestErrorRate it -> subject.isOf(Subject.Kind.HUB);
            case Condition.ResponseTime it -> subject.isOf(Subject.Kind.HUB);
        };
    }

    private boolean isAbout(boolean perAgent, AgentScope scope, Subject subject) {
        return subject.isOf(perAgent ? Subject.Kind.CLIENT : Subject.Kind.TASKS) && isIn(scope, subject);
    }

    /** Whether an agent is among some. */
    boolean isIn(AgentScope scope, String agentId) {
        return scope.includes(agentId, scope.asksForLabels() ? labelsOf(agentId) : Map.of());
    }

    private boolean isIn(AgentScope scope, Subject subject) {
        return subject.agentId() == null || isIn(scope, subject.agentId());
    }

    /** Labels of an agent; none of one that the hub knows only from its reports. */
    public Map<String, String> labelsOf(String agentId) {
        if (labels == null) {
            labels = agents().stream().collect(Collectors.toMap(Agent::id, agent -> Labels.toMap(agent.labels())));
        }
        return labels.getOrDefault(agentId, Map.of());
    }
}
