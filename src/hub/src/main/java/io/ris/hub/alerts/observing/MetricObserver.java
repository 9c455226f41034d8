package io.ris.hub.alerts.observing;

import io.ris.hub.alerts.rules.AgentScope;
import io.ris.hub.alerts.rules.Condition.Metric;
import io.ris.hub.monitoring.AgentMetrics;
import io.ris.hub.platform.HubService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares figures of the latest reports. Of what no report speaks nothing is known. */
@HubService
class MetricObserver {

    Observation observe(Metric condition, TenantSight sight) {
        List<Finding> holding = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (AgentMetrics report : sight.metrics()) {
            if (includes(condition.scope(), report.agentId(), sight)) {
                for (Figure figure : figures(condition, report)) {
                    seen.add(figure.subject().key());
                    if (condition.operator().holds(figure.value(), condition.threshold())) {
                        holding.add(finding(condition, figure));
                    }
                }
            }
        }
        return new Observation(holding, seen::contains);
    }

    private record Figure(Subject subject, double value) {}

    static boolean includes(AgentScope scope, String agentId, TenantSight sight) {
        return scope.includes(agentId, scope.asksForLabels() ? sight.labelsOf(agentId) : Map.of());
    }

    private static List<Figure> figures(Metric condition, AgentMetrics report) {
        if (!condition.isOfContainers()) {
            @Nullable Double value = report.host().get(condition.metric());
            return value == null
                    ? List.of()
                    : List.of(new Figure(Subject.agent(report.agentId(), report.hostname()), value));
        }
        List<Figure> figures = new ArrayList<>();
        report.containers().forEach((container, values) -> {
            @Nullable Double value = values.get(condition.metric());
            if (value != null) {
                figures.add(new Figure(Subject.container(report.agentId(), report.hostname(), container), value));
            }
        });
        return figures;
    }

    private static Finding finding(Metric condition, Figure figure) {
        String text = String.format(
                Locale.ROOT,
                "%s of %s is %s (%s %s)",
                condition.metric(),
                figure.subject().name(),
                Figures.text(figure.value()),
                condition.operator().sign(),
                Figures.text(condition.threshold()));
        return new Finding(figure.subject(), figure.value(), text, null);
    }
}
