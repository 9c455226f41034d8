package io.ris.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class RunFiguresTest {

    @Test
    void tellsRateAndPercentilesOfARun() {
        Histogram latencies = new Histogram(3);
        for (int millis = 1; millis <= 1000; millis++) {
            latencies.recordValue(Duration.ofMillis(millis).toNanos());
        }

        RunFigures run = RunFigures.of(latencies, Duration.ofSeconds(4), 3);

        assertThat(run.perSecond()).isCloseTo(250, Offset.offset(0.001));
        assertThat(run.p50().toMillis()).isCloseTo(500, Percentage.withPercentage(1));
        assertThat(run.p95().toMillis()).isCloseTo(950, Percentage.withPercentage(1));
        assertThat(run.p99().toMillis()).isCloseTo(990, Percentage.withPercentage(1));
        assertThat(run.max().toMillis()).isCloseTo(1000, Percentage.withPercentage(1));
        assertThat(run.failed()).isEqualTo(3);
    }

    @Test
    void takesTheMedianOfEachFigureForItself() {
        RunFigures median = RunFigures.median(List.of(run(100, 9, 0), run(300, 1, 0), run(200, 5, 0)));

        assertThat(median).isEqualTo(run(200, 5, 0));
    }

    @Test
    void takesTheLowerMiddleOfAnEvenNumberOfRuns() {
        assertThat(RunFigures.median(List.of(run(400, 4, 0), run(100, 1, 0), run(300, 3, 0), run(200, 2, 0))))
                .isEqualTo(run(200, 2, 0));
    }

    @Test
    void takesNoLatencyFromARunInWhichNothingCompleted() {
        RunFigures nothing = RunFigures.of(new Histogram(3), Duration.ofSeconds(1), 9);

        RunFigures median = RunFigures.median(List.of(nothing, run(100, 30, 0), nothing));

        assertThat(median.perSecond()).isZero();
        assertThat(RunFigures.median(List.of(nothing, run(100, 30, 0), run(200, 20, 0)))
                        .p50())
                .hasMillis(20);
    }

    @Test
    void meetsNoLatencyTargetWhereNothingCompleted() {
        RunFigures nothing = RunFigures.of(new Histogram(3), Duration.ofSeconds(1), 9);
        StringWriter table = new StringWriter();
        Figures figures = new Figures("tasks");

        TasksBench.addLatency(figures, RunFigures.median(List.of(nothing)));
        figures.print(new PrintWriter(table));

        assertThat(table.toString()).contains("no task completed").doesNotContain("met");
    }

    @Test
    void addsUpTheFailuresOfAllRuns() {
        assertThat(RunFigures.median(List.of(run(1, 1, 2), run(1, 1, 0), run(1, 1, 5)))
                        .failed())
                .isEqualTo(7);
    }

    private static RunFigures run(double perSecond, long millis, long failed) {
        Duration latency = Duration.ofMillis(millis);
        return new RunFigures(perSecond, latency, latency, latency, latency, failed);
    }
}
