package io.ris.hub.monitoring.timeseries;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.monitoring.AgentMetrics;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricBlockTest {

    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    private static AgentMetrics readBack(AgentMetrics metrics) throws IOException {
        return MetricBlock.decode(metrics.agentId(), AT, MetricBlock.encode(metrics));
    }

    @Test
    void figuresAreReadBackAndWhatWasNotSaidIsNotThere() throws IOException {
        AgentMetrics metrics = new AgentMetrics(
                "a",
                "web-1",
                AT,
                Map.of("cpu_usage", 12.5, "load1", 0.0),
                Map.of("c1", Map.of("cpu_percent", -1.0), "c2", Map.of()));
        assertThat(readBack(metrics)).isEqualTo(metrics);
    }

    @Test
    void textsMayBeAsLongAsAReport() throws IOException {
        String name = "h\u00fc\ud83d\ude00".repeat(70_000);
        AgentMetrics metrics = new AgentMetrics("a", name, AT, Map.of(), Map.of(name, Map.of("cpu_percent", 1.0)));
        assertThat(readBack(metrics)).isEqualTo(metrics);
    }

    @Test
    void thereMayBeMoreContainersThanAShortNumberTells() throws IOException {
        AgentMetrics metrics = new AgentMetrics(
                "a",
                "web-1",
                AT,
                Map.of(),
                IntStream.range(0, 66_000)
                        .boxed()
                        .collect(Collectors.toMap(
                                number -> "c" + number, number -> Map.of("cpu_percent", 1.0 * number))));
        assertThat(readBack(metrics)).isEqualTo(metrics);
    }
}
