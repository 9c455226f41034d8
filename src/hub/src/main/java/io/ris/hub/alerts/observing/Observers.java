package io.ris.hub.alerts.observing;

import io.ris.hub.alerts.rules.AgentScope;
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

    /** Whether a condition can hold for a subject at all. It may have been another one when there was an alert about it. */
    public boolean isAbout(Condition condition, Subject subject, TenantSight sight) {
        return switch (condition) {
            case Condition.Metric it ->
                subject.isOf(it.isOfContainers() ? Subject.Kind.CONTAINER : Subject.Kind.CLIENT)
                        && sight.isIn(it.scope(), subject);
            case Condition.AgentCondition it -> subject.isOf(Subject.Kind.CLIENT) && sight.isIn(it.scope(), subject);
            case Condition.NoData it -> subject.isOf(Subject.Kind.CLIENT) && sight.isIn(it.scope(), subject);
            case Condition.TaskFailures it -> isAbout(it.perAgent(), it.scope(), subject, sight);
            case Condition.TaskErrorRate it -> isAbout(it.perAgent(), it.scope(), subject, sight);
            case Condition.RequestErrorRate it -> subject.isOf(Subject.Kind.HUB);
            case Condition.ResponseTime it -> subject.isOf(Subject.Kind.HUB);
        };
    }

    private static boolean isAbout(boolean perAgent, AgentScope scope, Subject subject, TenantSight sight) {
        return subject.isOf(perAgent ? Subject.Kind.CLIENT : Subject.Kind.TASKS) && sight.isIn(scope, subject);
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
