package io.ris.hub.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.settings.EdgeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationWatchTest {

    @TempDir
    private Path directory;

    private Path file;
    private ConfigurationWatch watch;

    @BeforeEach
    void begin() throws Exception {
        file = directory.resolve("config.json");
        write(limit("10"));
        watch = watching(Map.of());
    }

    private ConfigurationWatch watching(Map<String, String> variables) throws Exception {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("CONFIG_PATH", file.toString());
        return new ConfigurationWatch(environment);
    }

    private static String limit(String perMinute) {
        return "{\"security\":{\"rate_limiting\":{\"requests_per_minute\":" + perMinute + "}}}";
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private Optional<Integer> seen() {
        return watch.look().map(settings -> settings.get(EdgeSettings.REQUESTS_PER_MINUTE));
    }

    @Test
    void tellsAnotherValueOfALiveSettingOnce() throws Exception {
        assertThat(seen()).isEmpty();

        write(limit("20"));

        assertThat(seen()).contains(20);
        assertThat(seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"security\":{\"rate_limiting\":{\"requests_per_minute\":0}}}",
                "{\"security\":{\"rate_limiting\":{\"requests_per_minute\":\"many\"}}}",
                "{\"server\":{\"cors\":{\"allowed_origins\":[\"*\"]}}}",
                "{\"unknown\":1}"
            })
    void aFileThatIsNotValidChangesNothing(String text) throws Exception {
        write(text);
        assertThat(seen()).isEmpty();

        write(limit("30"));
        assertThat(seen()).contains(30);
    }

    @Test
    void aFileThatIsGoneForAWhileChangesNothing() throws Exception {
        Files.delete(file);
        assertThat(seen()).isEmpty();

        write(limit("10"));
        assertThat(seen()).isEmpty();
    }

    @Test
    void whatNeedsARestartIsNotTold() throws Exception {
        write("{\"server\":{\"port\":9999},\"security\":{\"rate_limiting\":{\"requests_per_minute\":10}}}");

        assertThat(seen()).isEmpty();
    }

    @Test
    void aVariableStaysStrongerThanTheFile() throws Exception {
        watch = watching(Map.of("RIS_SECURITY_RATE_LIMITING_REQUESTS_PER_MINUTE", "5"));

        write(limit("20"));

        assertThat(seen()).isEmpty();
    }
}
