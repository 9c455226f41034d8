package io.ris.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TaskDurationTest {

    @ParameterizedTest
    @CsvSource({"90, PT90S", "0.5, PT0.5S", "90s, PT90S", "5m, PT5M", "1h30m, PT1H30M", "7d, P7D", "1d2h, P1DT2H"})
    void readsSecondsAndUnits(String text, String duration) {
        assertThat(new TaskDuration().convert(text)).isEqualTo(Duration.parse(duration));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "5 m", "5x", "m", "30m1h", "1e3", "1.5h"})
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> new TaskDuration().convert(text)).isInstanceOf(TypeConversionException.class);
    }
}
