package io.ris.hub.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** An hour of reports fits where it is to fit. {@code -Dris.hour.agents=1000} makes it the whole hour of the requirement. */
@Tag("process")
class HourOfReportsTest {

    private static final int AGENTS = Integer.getInteger("ris.hour.agents", 40);
    private static final long MEGABYTE = 1024 * 1024;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set before each test
    private Path directory;

    @Test
    void staysWithinItsMemoryAndKeepsEveryPointBeyondARestart(TestReporter reporter)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HourOfReports.class.getName(),
                        directory.toString(),
                        Integer.toString(AGENTS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(told).isZero();
        Map<String, Long> found = List.of(told.split("\n")).stream()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(line -> line[0], line -> Long.parseLong(line[1])));
        reporter.publishEntry(AGENTS + " agents", found.toString());
        assertThat(found.get("points_after_hour")).isEqualTo(240L * AGENTS);
        assertThat(found.get("nodes")).isEqualTo(86L * AGENTS);
        assertThat(found.get("heap_used")).isLessThan(400 * MEGABYTE);
        assertThat(found.get("memory")).isLessThan(256 * MEGABYTE);
        assertThat(found.get("points_after_restart")).isEqualTo(240L * AGENTS);
        assertThat(found.get("agents_complete")).isEqualTo(20);
    }
}
