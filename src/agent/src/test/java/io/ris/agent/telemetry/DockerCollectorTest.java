package io.ris.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ris.agent.docker.Engine;
import io.ris.agent.docker.EngineException;
import io.ris.agent.testing.ManualLoop;
import io.ris.agent.testing.PlayedEngine;
import io.ris.protocol.report.DockerInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerCollectorTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String STATS = "GET /containers/" + ID + "/stats?stream=false&one-shot=true ";

    private static final String WEB = """
            {"Id":"%s","Names":["/web","/other/alias"],"Image":"nginx:1","ImageID":"sha256:ab","Command":"nginx","Created":1767323045,
             "Ports":[{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,"Type":"tcp"},{"PrivatePort":443,"Type":"tcp"}],
             "Labels":{"team":"shop"},"State":"running","Status":"Up 3 minutes","HostConfig":{"NetworkMode":"bridge"}}""".formatted(ID);

    @TempDir
    private Path directory;

    private PlayedEngine engine;
    private DockerCollector collector;

    @BeforeEach
    void open() throws IOException {
        engine = new PlayedEngine(directory.resolve("engine.sock"));
        collector = new DockerCollector(reached(), new ManualLoop());
        says("GET /info ", "{\"ServerVersion\":\"28.2.2\",\"Images\":7,\"Containers\":99,\"SystemTime\":null}");
    }

    private Engine reached() {
        return Engine.of(Map.of("DOCKER_HOST", "unix://" + directory.resolve("engine.sock")));
    }

    /** A second goes by whenever somebody looks at it. */
    private static final class SlowClock extends Clock {

        private final ManualLoop time = new ManualLoop();

        @Override
        public Instant instant() {
            time.advance(Duration.ofSeconds(1));
            return time.instant();
        }

        @Override
        public ZoneId getZone() {
            return time.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @AfterEach
    void close() throws IOException {
        engine.close();
    }

    private void says(String request, String... answers) {
        String[] whole = new String[answers.length];
        for (int answer = 0; answer < answers.length; answer++) {
            whole[answer] = PlayedEngine.ok(answers[answer]);
        }
        engine.on(request, whole);
    }

    private void has(String... containers) {
        says("GET /containers/json?all=1 ", "[" + String.join(",", containers) + "]");
    }

    /**
     * What an engine answers of a container.
     *
     * @param used processor time of the container
     * @param machine processor time of the machine
     * @param perProcessor what an older engine lists; "null" of a newer one, which says that there are four
     */
    private static String stats(long used, long machine, String perProcessor) {
        return """
                {"read":"2026-01-02T03:04:05Z","precpu_stats":{"cpu_usage":{"total_usage":0}},
                 "cpu_stats":{"cpu_usage":{"total_usage":%d,"usage_in_kernelmode":1,"percpu_usage":%s},
                  "system_cpu_usage":%d,"online_cpus":%s,"throttling_data":{"periods":0}},
                 "memory_stats":{"usage":104857600,"limit":1073741824,"stats":{"inactive_file":52428800,"active_anon":5}},
                 "networks":{"eth0":{"rx_bytes":1048576,"tx_bytes":524288,"rx_errors":0},"eth1":{"rx_bytes":1048576,"tx_bytes":0}}}""".formatted(used, perProcessor, machine, perProcessor.equals("null") ? "4" : "null");
    }

    @Test
    void tellsContainersAsReportsHaveThem() throws Exception {
        has(WEB);
        says(STATS, stats(1_000, 10_000, "null"));

        DockerInfo info = collector.collect(NOW);

        assertThat(info)
                .usingRecursiveComparison()
                .ignoringFields("containers")
                .isEqualTo(new DockerInfo(List.of(), 1, 1, 0, 0, 7, "28.2.2", NOW));
        assertThat(info.containers())
                .containsExactly(new DockerInfo.Container(
                        ID,
                        "web",
                        "nginx:1",
                        "sha256:ab",
                        "Up 3 minutes",
                        "running",
                        "2026-01-02T03:04:05Z",
                        List.of(
                                new DockerInfo.Port(80, 8080, "tcp", "0.0.0.0"),
                                new DockerInfo.Port(443, 0, "tcp", "")),
                        Map.of("team", "shop"),
                        new DockerInfo.Stats(0, 50, 1024, 4.9, 2, 0.5)));
    }

    @Test
    void computesProcessorUseBetweenTwoTurns() throws Exception {
        has(WEB);
        says(
                STATS,
                stats(1_000, 10_000, "null"),
                stats(2_000, 14_000, "null"),
                stats(2_000, 18_000, "null"),
                stats(100, 22_000, "null"),
                stats(1_100, 26_000, "[1,2]"));

        assertThat(use()).isZero();
        assertThat(use()).isEqualTo(100); // a quarter of four
        assertThat(use()).isZero();
        assertThat(use()).as("of one that was started again").isZero();
        assertThat(use()).as("an engine that only lists the processors").isEqualTo(50);
    }

    private double use() throws EngineException, IOException {
        DockerInfo.Stats stats = collector.collect(NOW).containers().getFirst().stats();
        return stats == null ? -1 : stats.cpuPercent();
    }

    @Test
    void countsContainersByTheirStateAndAsksOnlyThoseThatLive() throws Exception {
        has(
                "{\"Id\":\"e\",\"State\":\"exited\",\"Status\":\"Exited (0)\",\"Ports\":null,\"Labels\":null,\"Names\":[]}",
                "{\"Id\":\"p\",\"State\":\"paused\",\"Names\":null}",
                "{\"Id\":\"c\",\"State\":\"created\"}",
                WEB);
        says(STATS, stats(1, 1, "null"));
        says("GET /containers/p/stats", "{}");

        DockerInfo info = collector.collect(NOW);

        assertThat(info.totalContainers()).isEqualTo(4);
        assertThat(info.runningContainers()).isEqualTo(1);
        assertThat(info.pausedContainers()).isEqualTo(1);
        assertThat(info.stoppedContainers()).isEqualTo(2);
        assertThat(info.containers()).extracting(DockerInfo.Container::id).containsExactly("p", ID, "e", "c");
        assertThat(info.containers().get(0).stats()).isEqualTo(new DockerInfo.Stats(0, 0, 0, 0, 0, 0));
        assertThat(info.containers().get(2).stats()).isNull();
        assertThat(engine.asked("GET /containers/e/")).isEmpty();
    }

    @Test
    void aLimitThatIsNoneIsNoTrouble() throws Exception {
        has(WEB);
        says(STATS, "{\"memory_stats\":{\"usage\":1048576,\"limit\":18446744073709551615}}");

        assertThat(collector.collect(NOW).containers().getFirst().stats().memoryUsageMb())
                .isEqualTo(1);
    }

    @Test
    void aContainerThatEndsBeforeItIsAskedHasNoFigures() throws Exception {
        has(WEB);
        engine.on(STATS, PlayedEngine.refused(404, "No such container"));

        assertThat(collector.collect(NOW).containers().getFirst().stats()).isNull();
    }

    /** The engine takes a second for each, as it does where it knows no single samples. */
    @Test
    void doesNotAskASlowEngineForAllFigures() throws Exception {
        has(running(5 * DockerCollector.AT_ONCE));
        says("GET /containers/", "{}");
        collector = new DockerCollector(reached(), new SlowClock());

        assertThat(withFigures()).isEqualTo(numbers(0, 32));
        assertThat(withFigures()).isEqualTo(numbers(32, 64));
        assertThat(withFigures()).hasSize(32).containsAll(numbers(64, 80)).containsAll(numbers(0, 16));
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static String[] running(int count) {
        return numbers(0, count).stream()
                .map(id -> "{\"Id\":\"" + id + "\",\"State\":\"running\"}")
                .toArray(String[]::new);
    }

    @Test
    void asksForTheFiguresOfSeveralAtOnce() throws Exception {
        has(running(3));
        says("GET /containers/", "{}");
        engine.answerTogether("GET /containers/0/", 3);

        assertThat(withFigures()).hasSize(3);
    }

    private List<String> withFigures() throws EngineException, IOException {
        return collector.collect(NOW).containers().stream()
                .filter(container -> container.stats() != null)
                .map(DockerInfo.Container::id)
                .toList();
    }

    @Test
    void anEngineThatAnswersSomethingElseIsATroubleAndNoSection() {
        for (String container : List.of("{\"Id\":\"x\",\"Created\":\"yesterday\"}", "{}", "7")) {
            has(container);
            assertThatThrownBy(() -> collector.collect(NOW)).isInstanceOf(IOException.class);
        }

        engine.on("GET /info ", PlayedEngine.refused(500, "broken"));
        assertThatThrownBy(() -> collector.collect(NOW)).isInstanceOf(EngineException.class);
    }
}
