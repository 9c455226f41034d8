package io.ris.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void printsFiguresInColumnsBesideTheirTargets() {
        Figures figures = new Figures("tasks")
                .add("runs", "5")
                .atMost("p99", Duration.ofMillis(20), Duration.ofMillis(50))
                .atLeast("tasks per second", 599, 600, "/s");

        assertThat(print(figures)).isEqualToNormalizingNewlines("""

                tasks
                  runs                   5
                  p99                20 ms  target <= 50 ms  met
                  tasks per second  599 /s  target >= 600 /s  MISSED
                """);
    }

    @Test
    void meetsATargetExactly() {
        assertThat(print(new Figures("x").none("failed", 0).atLeast("rate", 600, 600, "/s")))
                .doesNotContain("MISSED");
    }

    @Test
    void missesATargetByTheSmallestMargin() {
        assertThat(print(new Figures("x").atMost("p50", Duration.ofNanos(5_000_001), Duration.ofMillis(5))))
                .contains("MISSED");
    }

    @Test
    void missesATargetOfNoneByOne() {
        assertThat(print(new Figures("x").none("lost", 1))).contains("1  target none  MISSED");
    }

    @Test
    void showsSmallNumbersWithTwoDigitsAndLargeOnesWhole() {
        assertThat(Figures.text(0.126, "ms")).isEqualTo("0.13 ms");
        assertThat(Figures.text(5, "")).isEqualTo("5");
        assertThat(Figures.text(1234.56, "/s")).isEqualTo("1235 /s");
        assertThat(Figures.text(90, "")).isEqualTo("90");
        assertThat(Figures.mebibytes(3 << 19)).isEqualTo("1.5 MB");
        assertThat(Figures.seconds(Duration.ofMillis(2500))).isEqualTo("2.5 s");
    }

    private static String print(Figures figures) {
        StringWriter text = new StringWriter();
        figures.print(new PrintWriter(text));
        return text.toString();
    }
}
