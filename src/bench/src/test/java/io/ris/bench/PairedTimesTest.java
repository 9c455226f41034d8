package io.ris.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PairedTimesTest {

    private final PairedTimes times = new PairedTimes();

    @Test
    void comparesMedians() {
        times.add(100, 110);
        times.add(100, 110);
        times.add(9_000, 110);

        assertThat(times.firstMedian()).isEqualTo(Duration.ofNanos(100));
        assertThat(times.secondMedian()).isEqualTo(Duration.ofNanos(110));
        assertThat(times.differencePercent()).isEqualTo(10, within(0.001));
    }

    @Test
    void countsInHowManyPairsTheFirstTookLonger() {
        for (int pair = 0; pair < 100; pair++) {
            times.add(pair < 75 ? 2 : 1, pair < 75 ? 1 : 2);
        }

        assertThat(times.firstLongerPercent()).isEqualTo(75);
        assertThat(times.chancePercent()).isEqualTo(9.8, within(0.001));
    }
}
