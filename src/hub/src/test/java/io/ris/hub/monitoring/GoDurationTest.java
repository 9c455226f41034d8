package io.ris.hub.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({
        "90s,PT1M30S", "1h30m,PT1H30M", "1.5h,PT1H30M", "0,PT0S", "300ms,PT0.3S", "1h15m30.918s,PT1H15M30.918S",
        "-5m,PT-5M", "+5m,PT5M", ".5s,PT0.5S", "1.s,PT1S", "100us,PT0.0001S", "7ns,PT0.000000007S"
    })
    void readsWhatGoReads(String text, Duration duration) {
        assertThat(GoDuration.parse(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "1d", "h", "1h ", " 1h", "1 h", "abc", "-", ".s", "1h-5m", "99999999999h", "1e3s", "٣s"
            })
    void refusesWhatGoRefuses(String text) {
        assertThat(GoDuration.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PT1H,1h0m0s",
        "PT15S,15s",
        "PT5M,5m0s",
        "PT0S,0s",
        "PT1M30.5S,1m30.5s",
        "PT0.003S,3ms",
        "PT-1M,-1m0s",
        "PT0.0000015S,1.5µs",
        "PT25H,25h0m0s"
    })
    void writesAsGoWrites(Duration duration, String text) {
        assertThat(GoDuration.format(duration)).isEqualTo(text);
        assertThat(GoDuration.parse(text)).contains(duration);
    }
}
