package io.ris.hub.alerts.observing;

import io.ris.hub.alerts.rules.Condition.Metric;
import io.ris.hub.monitoring.AgentMetrics;
import io.ris.hub.platform.HubService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares figures of the latest reports. Of what no report speaks nothing is known. */
@HubService
class MetricObserver {

    Observation observe(Metric condition, TenantSight sight) {
        List<Finding> holding = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Map<String, AgentMetrics> reports = new HashMap<>();
        for (AgentMetrics report : sight.metrics()) {
            if (sight.isIn(condition.scope(), report.agentId())) {
                reports.put(report.agentId(), report);
                for (Figure figure : figures(condition, report)) {
                    seen.add(figure.subject().key());
                    if (condition.operator().holds(figure.value(), condition.threshold())) {
                        holding.add(finding(condition, figure));
                    }
                }
            }
        }
        return new Observation(
                holding, subject -> seen.contains(subject.key()) || isGone(subject, reports), !seen.isEmpty());
    }

    /** Whether it is a container of which its machine's report does not speak any more. */
    private static boolean isGone(Subject subject, Map<String, AgentMetrics> reports) {
        AgentMetrics report = reports.get(subject.agentId());
        return subject.kind() == Subject.Kind.CONTAINER
                && report != null
                && report.containers().keySet().stream()
                        .map(container -> Subject.container(report.agentId(), report.hostname(), container))
                        .noneMatch(container -> container.key().equals(subject.key()));
    }

    private record Figure(Subject subject, double value) {}

    private static List<Figure> figures(Metric condition, AgentMetrics report) {
        String metric = condition.metric();
        if (!condition.isOfContainers()) {
            return figure(Subject.agent(report.agentId(), report.hostname()), report.host(), metric).stream()
                    .toList();
        }
        List<Figure> figures = new ArrayList<>();
        report.containers().forEach((container, values) -> figure(
                        Subject.container(report.agentId(), report.hostname(), container), values, metric)
                .ifPresent(figures::add));
        return figures;
    }

    /** A foreign probe may say what is none, as a share of nothing. */
    private static Optional<Figure> figure(Subject subject, Map<String, Double> values, String metric) {
        return Optional.ofNullable(values.get(metric))
                .filter(Double::isFinite)
                .map(value -> new Figure(subject, value));
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
