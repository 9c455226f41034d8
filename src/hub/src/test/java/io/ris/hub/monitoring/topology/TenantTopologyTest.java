package io.ris.hub.monitoring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.monitoring.ReportTexts;
import io.ris.hub.monitoring.timeseries.TestSeries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantTopologyTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set before each test
    private Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestSeries series;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestTopology topology;

    @BeforeEach
    void begin() {
        series = TestSeries.in(directory);
        topology = new TestTopology(series);
    }

    @AfterEach
    void end() {
        series.close();
    }

    @Test
    void whoAsksSeesEveryReportThatWasAcceptedBefore() {
        assertThat(ids()).isEmpty();
        for (String agent : List.of("a", "b", "c")) {
            series.report(agent, ReportTexts.small(agent, 1));
            assertThat(ids()).contains(agent);
        }
    }

    @Test
    void whileThereIsNoNewsAllAreShownTheSame() {
        series.report("a", ReportTexts.small("a", 1));
        Snapshot first = topology.current();
        series.pass(Duration.ofMinutes(1));

        assertThat(topology.current()).isSameAs(first);
        assertThat(topology.current().answer()).isSameAs(first.answer());
        series.report("a", ReportTexts.small("a", 1));
        assertThat(topology.current().number()).isNotEqualTo(first.number());
    }

    @Test
    void aReportReplacesAllThatItsAgentSaidBefore() {
        series.report("a", ReportTexts.large("a", 1));
        assertThat(ids()).hasSize(86);
        series.report("a", ReportTexts.small("a", 1));

        assertThat(ids()).containsExactly("a");
        assertThat(topology.current().topology().edges()).isEmpty();
    }

    @Test
    void whatIsSilentForTooLongLeavesByTheHubsClock() {
        series.report("a", ReportTexts.large("a", 1));
        series.pass(Duration.ofMinutes(3));
        series.report("b", ReportTexts.small("b", 1));
        assertThat(ids()).hasSize(87);
        series.pass(Duration.ofMinutes(2).plusMillis(1));

        assertThat(ids()).containsExactly("b");
        series.pass(Duration.ofMinutes(5));
        assertThat(ids()).isEmpty();
    }

    @Test
    void nobodyWaitsForALargePictureThatAnotherMakes() throws Exception {
        for (int agent = 0; agent < 40; agent++) {
            series.report("agent-" + agent, ReportTexts.large("agent-" + agent, 1));
        }
        Snapshot before = topology.current();
        series.report("late", ReportTexts.small("late", 1));
        series.pass(Duration.ofMillis(1_500));

        assertThat(topology.whileOneIsMade()).containsSame(before);
        assertThat(topology.current().topology().find("late")).isPresent();

        series.report("later", ReportTexts.small("later", 1));
        series.pass(Duration.ofMillis(2_500));
        assertThat(topology.whileOneIsMade()).as("what is too old").isEmpty();
    }

    @Test
    void everybodyWaitsForASmallPictureThatHasNews() throws Exception {
        series.report("a", ReportTexts.small("a", 1));
        topology.current();
        series.report("b", ReportTexts.small("b", 1));

        assertThat(topology.whileOneIsMade()).isEmpty();
        assertThat(ids()).containsExactly("a", "b");
    }

    @Test
    void figuresAreThoseOfThePicture() {
        series.report("a", ReportTexts.small("a", 42));

        assertThat(topology.current().metrics()).singleElement().satisfies(metrics -> {
            assertThat(metrics.agentId()).isEqualTo("a");
            assertThat(metrics.host()).containsEntry("cpu_usage", 42.0);
        });
    }

    @Test
    void readersSeeWholePicturesWhileManyReport() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> reporting = new ArrayList<>();
            for (String agent : List.of("a", "b")) {
                reporting.add(threads.submit(() -> {
                    for (int turn = 0; turn < 200; turn++) {
                        series.report(
                                agent, turn % 2 == 0 ? ReportTexts.large(agent, turn) : ReportTexts.small(agent, turn));
                    }
                }));
            }
            for (int look = 0; look < 200; look++) {
                Topology picture = topology.current().topology();
                assertThat(picture.nodes().values()).allSatisfy(node -> assertThat(node.parentId())
                        .satisfiesAnyOf(parent -> assertThat(parent).isNull(), parent -> assertThat(picture.nodes())
                                .containsKey(parent)));
            }
            for (Future<?> each : reporting) {
                each.get();
            }
        }
        assertThat(ids()).as("the last reports were small").containsExactly("a", "b");
    }

    private List<String> ids() {
        return List.copyOf(topology.current().topology().nodes().keySet());
    }
}
