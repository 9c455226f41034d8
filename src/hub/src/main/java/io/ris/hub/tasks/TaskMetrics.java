package io.ris.hub.tasks;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.StartupOrder;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** What is counted of tasks. Labels have few values: state, never a task or client. */
@HubService
class TaskMetrics {

    private final MetricRegistry registry;
    private final AgentLanes lanes;

    @Inject
    TaskMetrics(MetricRegistry registry, AgentLanes lanes) {
        this.registry = registry;
        this.lanes = lanes;
    }

    void register(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        registry.gauge("ris_tasks_waiting", lanes, AgentLanes::waiting);
        registry.gauge("ris_tasks_in_flight", lanes, AgentLanes::inFlight);
    }

    void submitted() {
        registry.counter("ris_tasks_submitted_total").inc();
    }

    void ended(Task task, TaskState state, Instant at) {
        registry.counter("ris_tasks_ended_total", new Tag("status", state.wireName()))
                .inc();
        registry.timer("ris_task_duration").update(positive(Duration.between(task.createdAt(), at)));
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
