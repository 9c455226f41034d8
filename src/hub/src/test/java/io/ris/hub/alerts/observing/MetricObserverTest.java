package io.ris.hub.alerts.observing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.alerts.rules.AgentScope;
import io.ris.hub.alerts.rules.Condition.Metric;
import io.ris.hub.alerts.rules.Operator;
import io.ris.hub.monitoring.AgentMetrics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricObserverTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final List<AgentMetrics> reports = List.of(
            new AgentMetrics(
                    "a",
                    "web-1",
                    NOW,
                    Map.of("cpu_usage", 93.456, "load1", 0.5),
                    Map.of("c1", Map.of("cpu_percent", 70.0), "c2", Map.of("cpu_percent", 10.0))),
            new AgentMetrics("b", "web-2", NOW, Map.of("cpu_usage", 80.0), Map.of()),
            new AgentMetrics(
                    "c",
                    "web-3",
                    NOW,
                    Map.of("memory_usage", 99.0, "cpu_usage", Double.POSITIVE_INFINITY),
                    Map.of("c3", Map.of("cpu_percent", Double.NaN))));

    private Observation observe(String metric, Operator operator, double threshold, AgentScope scope) {
        return new MetricObserver()
                .observe(new Metric(metric, operator, threshold, scope), new TenantSight(NOW, List::of, () -> reports));
    }

    private static Subject host(String id) {
        return Subject.agent(id, "host");
    }

    private static Subject container(String agent, String id) {
        return Subject.container(agent, "host", id);
    }

    @Test
    void findsTheHostsWhoseFigureStandsSo() {
        Observation seen = observe("cpu_usage", Operator.ABOVE, 80, AgentScope.ALL);
        assertThat(seen.holding()).singleElement().satisfies(finding -> {
            assertThat(finding.subject()).isEqualTo(Subject.agent("a", "web-1"));
            assertThat(finding.value()).isEqualTo(93.456);
            assertThat(finding.text()).isEqualTo("cpu_usage of web-1 is 93.46 (> 80)");
        });
        assertThat(observe("cpu_usage", Operator.AT_LEAST, 80, AgentScope.ALL).holding())
                .hasSize(2);
        assertThat(observe("load1", Operator.BELOW, 1, AgentScope.ALL).holding())
                .hasSize(1);
        assertThat(observe("load1", Operator.AT_MOST, 0.4, AgentScope.ALL).holding())
                .isEmpty();
    }

    @Test
    void knowsNothingOfWhomNoReportSpeaks() {
        Observation seen = observe("cpu_usage", Operator.ABOVE, 80, AgentScope.ALL);
        assertThat(seen.isKnown().test(host("b"))).isTrue();
        assertThat(seen.isKnown().test(host("c")))
                .as("what its report says is no figure")
                .isFalse();
        assertThat(seen.isKnown().test(host("gone"))).isFalse();
    }

    @Test
    void findsContainers() {
        Observation seen = observe("cpu_percent", Operator.ABOVE, 50, AgentScope.ALL);
        assertThat(seen.holding()).singleElement().satisfies(finding -> {
            assertThat(finding.subject().key()).isEqualTo("container:a/c1");
            assertThat(finding.subject().agentId()).isEqualTo("a");
        });
        assertThat(seen.isKnown().test(container("a", "c2"))).isTrue();
        assertThat(seen.isKnown().test(container("a", "removed"))).isTrue();
        assertThat(seen.isKnown().test(container("c", "c3")))
                .as("what its report says is no figure")
                .isFalse();
        assertThat(seen.isKnown().test(container("gone", "c4"))).isFalse();
    }

    @Test
    void looksAtThoseAloneThatAreMeant() {
        assertThat(observe("cpu_usage", Operator.ABOVE, 10, AgentScope.of(List.of("b"), null))
                        .holding())
                .extracting(finding -> finding.subject().id())
                .containsExactly("b");
        assertThat(observe("cpu_usage", Operator.ABOVE, 10, AgentScope.of(List.of(), "env=prod"))
                        .holding())
                .as("whom the hub knows from reports alone has no labels")
                .isEmpty();
    }
}
