package io.ris.hub.alerts.observing;

import io.ris.hub.alerts.observing.TaskFigures.TasksOf;
import io.ris.hub.alerts.rules.AgentScope;
import io.ris.hub.alerts.rules.Condition.TaskErrorRate;
import io.ris.hub.alerts.rules.Condition.TaskFailures;
import io.ris.hub.fleet.Agent;
import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks how tasks ended. */
@HubService
class TaskObserver {

    private final TaskFigures figures;

    @Inject
    TaskObserver(TaskFigures figures) {
        this.figures = figures;
    }

    Observation observe(TaskFailures condition, TenantSight sight) {
        Map<Subject, TaskCounts> counts =
                counts(condition.window(), condition.type(), condition.perAgent(), condition.scope(), sight);
        return judged(
                counts,
                count -> count.failed() >= condition.count() ? Optional.of((double) count.failed()) : Optional.empty(),
                count -> count.failed() + " " + tasks(condition.type()) + " failed in " + words(condition.window()));
    }

    Observation observe(TaskErrorRate condition, TenantSight sight) {
        Map<Subject, TaskCounts> counts =
                counts(condition.window(), condition.type(), condition.perAgent(), condition.scope(), sight);
        return judged(
                counts,
                count -> count.ended() >= condition.least() && count.percentFailed() > condition.percent()
                        ? Optional.of(count.percentFailed())
                        : Optional.empty(),
                count -> Figures.text(count.percentFailed()) + " % of " + count.ended() + " " + tasks(condition.type())
                        + " failed in " + words(condition.window()));
    }

    private static Observation judged(
            Map<Subject, TaskCounts> counts,
            Function<TaskCounts, Optional<Double>> judge,
            Function<TaskCounts, String> words) {
        List<Finding> holding = new ArrayList<>();
        counts.forEach((subject, count) -> judge.apply(count)
                .ifPresent(value -> holding.add(new Finding(subject, value, text(subject, words.apply(count)), null))));
        return Observation.of(holding);
    }

    private static String text(Subject subject, String words) {
        return subject.agentId() == null ? words : words + " on " + subject.name();
    }

    private Map<Subject, TaskCounts> counts(
            Duration window, @Nullable String type, boolean perAgent, AgentScope scope, TenantSight sight) {
        Map<String, String> names = perAgent ? names(sight) : Map.of();
        Map<Subject, TaskCounts> counts = new HashMap<>();
        for (Map.Entry<TasksOf, TaskCounts> each :
                figures.since(sight.now().minus(window), sight.now()).entrySet()) {
            String agent = each.getKey().agentId();
            boolean counted = (type == null || type.equals(each.getKey().type())) && sight.isIn(scope, agent);
            if (counted) {
                Subject subject = perAgent ? Subject.agent(agent, names.getOrDefault(agent, agent)) : Subject.TASKS;
                counts.merge(subject, each.getValue(), TaskCounts::plus);
            }
        }
        return counts;
    }

    private static Map<String, String> names(TenantSight sight) {
        return sight.agents().stream().collect(Collectors.toMap(Agent::id, Agent::name));
    }

    private static String tasks(@Nullable String type) {
        return type == null ? "tasks" : type + " tasks";
    }

    private static String words(Duration window) {
        return window.toSeconds() + " s";
    }
}
