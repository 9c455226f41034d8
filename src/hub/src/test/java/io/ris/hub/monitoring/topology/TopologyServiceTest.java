package io.ris.hub.monitoring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.monitoring.ReportTexts;
import io.ris.hub.monitoring.timeseries.SeriesFigures;
import io.ris.hub.monitoring.timeseries.TestSeries;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologyServiceTest {

    private static final TenantCode TENANT = new TenantCode("acme");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set before each test
    private Path directory;

    @ParameterizedTest
    @CsvSource({"PT5M, PT1M, PT1M", "PT5M, PT1H, PT5M"})
    void aHostLeavesWithTheLastThatIsKnownOfItOrWhenItWasSilentForTooLong(
            Duration staleAfter, Duration maxAge, Duration shown) {
        TestSeries series = TestSeries.in(directory, maxAge);
        TopologyService topologies = new TopologyService(series.store(), series.clock(), staleAfter, maxAge, 250_000);
        series.report("a", ReportTexts.large("a", 1));
        series.pass(shown);
        assertThat(nodes(topologies)).isPositive();

        series.pass(Duration.ofMillis(1));
        assertThat(nodes(topologies)).isZero();
        series.close();
    }

    private static int nodes(TopologyService topologies) {
        return TenantScope.call(
                TENANT, () -> topologies.current().topology().nodes().size());
    }

    @Test
    void whatIsTooOldIsInNoFigure() {
        TestSeries series = TestSeries.in(directory, Duration.ofMinutes(1));
        series.report("a", ReportTexts.small("a", 1));
        series.pass(Duration.ofSeconds(30));
        series.report("a", ReportTexts.small("a", 2));
        series.report("b", ReportTexts.small("b", 2));
        assertFigures(series, 2, 3);

        series.pass(Duration.ofSeconds(31));
        assertFigures(series, 2, 2);
        series.pass(Duration.ofSeconds(30));
        assertFigures(series, 0, 0);
        series.close();
    }

    private static void assertFigures(TestSeries series, int agents, long points) {
        SeriesFigures figures = series.figures();
        assertThat(figures.agents()).isEqualTo(agents);
        assertThat(figures.points()).isEqualTo(points);
    }
}
