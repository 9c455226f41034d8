package io.ris.hub.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyHistogramTest {

    private final AnswerMeter meter = new AnswerMeter();

    private void time(int count, Duration duration) {
        for (int i = 0; i < count; i++) {
            meter.count(200);
            meter.time(duration);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "3, 4", "100, 128", "5000, 5800", "10000000, 1500000"})
    void aTimeIsToldToTheClass(long millis, long atMost) {
        time(100, Duration.ofMillis(millis));
        Duration told = meter.read().times().quantile(0.95).orElseThrow();
        assertThat(told).isLessThanOrEqualTo(Duration.ofMillis(atMost));
        assertThat(told.toMillis()).isGreaterThanOrEqualTo(Math.min(millis, 1_000_000) * 7 / 10 - 1);
    }

    @Test
    void theSlowestTwentiethCounts() {
        time(96, Duration.ofMillis(10));
        time(4, Duration.ofSeconds(30));
        assertThat(meter.read().times().quantile(0.95).orElseThrow()).isLessThan(Duration.ofMillis(20));
        time(4, Duration.ofSeconds(30));
        assertThat(meter.read().times().quantile(0.95).orElseThrow()).isGreaterThan(Duration.ofSeconds(20));
    }

    @Test
    void nothingIsToldOfNothing() {
        assertThat(LatencyHistogram.EMPTY.quantile(0.95)).isEmpty();
        assertThat(LatencyHistogram.EMPTY.total()).isZero();
    }

    @Test
    void whatWasCountedBeforeDoesNotCount() {
        time(100, Duration.ofSeconds(30));
        meter.count(503);
        AnswerMeter.Reading before = meter.read();
        time(10, Duration.ofMillis(10));
        meter.count(500);
        AnswerMeter.Reading since = meter.read().since(before);
        assertThat(since.answers()).isEqualTo(11);
        assertThat(since.faults()).isEqualTo(1);
        assertThat(since.times().total()).isEqualTo(10);
        assertThat(since.plus(before)).isEqualTo(meter.read());
    }
}
