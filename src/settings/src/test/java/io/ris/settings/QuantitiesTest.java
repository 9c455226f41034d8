package io.ris.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "30s,PT30S", "10m,PT10M", "24h,PT24H", "7d,PT168H", "1h30m,PT1H30M", "0s,PT0S"})
    void readsDurations(String text, String iso) throws Exception {
        assertThat(Quantities.duration(text)).hasToString(iso);
    }

    @ParameterizedTest
    @CsvSource({
        "30,has no unit; write for example 30s",
        "-5,has no unit; write for example 5s",
        "1.5s,is not a duration",
        "s,is not a duration",
        "30 seconds,is not a duration",
        "PT30S,is not a duration"
    })
    void refusesWhatIsNoDuration(String text, String reason) {
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> Quantities.duration(text))
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"7B,7", "1KB,1024", "100MB,104857600", "2gb,2147483648", "1 TB,1099511627776"})
    void readsSizes(String text, long bytes) throws Exception {
        assertThat(Quantities.size(text)).isEqualTo(new DataSize(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "100,has no unit; write for example 100MB",
        "MB,is not a size",
        "-1MB,is not a size",
        "999999999999999999TB,is too large"
    })
    void refusesWhatIsNoSize(String text, String reason) {
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> Quantities.size(text))
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"1ms", "90s", "5m", "168h", "36h", "0s"})
    void writesDurationsThatItReadsBack(String text) throws Exception {
        var duration = Quantities.duration(text);

        assertThat(Quantities.duration(Quantities.inWords(duration))).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({"0B,0B", "1024KB,1MB", "1536B,1536B", "500MB,500MB", "2048TB,2048TB"})
    void writesSizesInTheLargestWholeUnit(String text, String words) throws Exception {
        assertThat(Quantities.inWords(Quantities.size(text))).isEqualTo(words);
    }
}
