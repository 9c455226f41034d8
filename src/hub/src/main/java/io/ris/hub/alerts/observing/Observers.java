package io.ris.hub.alerts.observing;

import io.ris.hub.alerts.rules.Condition;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.monitoring.LatestMetrics;
import io.ris.hub.platform.HubService;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;

/** Looks how things stand in the tenant in scope. Thread-safe. */
@HubService
public class Observers {

    private final AgentService agents;
    private final Instance<LatestMetrics> metrics;
    private final MetricObserver figures;
    private final AgentObserver fleet;
    private final ReporterObserver reporters;
    private final TaskObserver tasks;
    private final RequestObserver requests;
    private final Clock clock;

    @Inject
    Observers(
            AgentService agents,
            Instance<LatestMetrics> metrics,
            MetricObserver figures,
            AgentObserver fleet,
            ReporterObserver reporters,
            TaskObserver tasks,
            RequestObserver requests,
            Clock clock) {
        this.agents = agents;
        this.metrics = metrics;
        this.figures = figures;
        this.fleet = fleet;
        this.reporters = reporters;
        this.tasks = tasks;
        this.requests = requests;
        this.clock = clock;
    }

    /** The tenant in scope as it is now. */
    public TenantSight sight() {
        return new TenantSight(
                clock.instant(),
                agents::all,
                () -> metrics.isResolvable() ? metrics.get().all() : List.of());
    }

    /** For what a condition holds. */
    public Observation observe(Condition condition, TenantSight sight) {
        return switch (condition) {
            case Condition.Metric it -> figures.observe(it, sight);
            case Condition.AgentCondition it -> fleet.observe(it);
            case Condition.NoData it -> reporters.observe(it, sight);
            case Condition.TaskFailures it -> tasks.observe(it, sight);
            case Condition.TaskErrorRate it -> tasks.observe(it, sight);
            case Condition.RequestErrorRate it -> requests.observe(it, sight);
            case Condition.ResponseTime it -> requests.observe(it, sight);
        };
    }
}
