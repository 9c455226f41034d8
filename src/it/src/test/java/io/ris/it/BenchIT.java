package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The benchmarks at a small scale: each ends with code 0, which says that nothing was lost, and tells its figures. How large
 * these are is no test's business.
 */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(SharedHub.class)
class BenchIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String REPORTS =
            "reports --agents 5 --variants 2 --duration 500ms --read-duration 200ms --warm-up 200ms --runs 1 --pace 50";

    /** Of its own, as a benchmark of connections expects no agents but its own. */
    private final Hub hub = Hub.withoutAgent().withPlainListener();

    @BeforeAll
    void start() {
        hub.start();
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    private static Stream<Arguments> benchmarks() {
        return Stream.of(
                Arguments.of(
                        "connections --agents 100 --duration 1s --return",
                        List.of("heartbeat answered, p99", "time until all are back", "tasks given meanwhile")),
                Arguments.of(
                        "tasks --agents 5 --idle-agents 10 --real-agents 2 --concurrency 40 --count 80 --single-count 5 --runs 1 --warm-up 1",
                        List.of("tasks on 5 simulated agents, 40 at a time", "tasks on 2 real agents, 40 at a time")),
                Arguments.of(
                        "dispatch --agents 20 --count 5 --runs 1 --warm-up 1",
                        List.of("with 20 others connected", "submit to result, p99")),
                Arguments.of(
                        "fanout --agents 20 --idle-agents 5 --runs 1 --warm-up 1",
                        List.of("20 simulated and 1 real", "until all results are in, median")),
                Arguments.of(
                        "fairness --waiting 60 --agents 2 --count 20 --runs 1 --warm-up 1",
                        List.of("p99 beside the other by p99 alone")),
                Arguments.of(
                        REPORTS + " --phases reports,mixed,large --large-agents 5",
                        List.of(
                                "reports per second",
                                "hub heap after a collection, growth",
                                "topologies, If-None-Match per second",
                                "a topology of 500 nodes and 1000 edges")),
                Arguments.of(REPORTS + " --phases reports,stats --tls", List.of("with TLS", "statistics per second")));
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void losesNothingAndTellsItsFigures(String command, List<String> figures) {
        List<String> arguments = new ArrayList<>(List.of("bench"));
        arguments.addAll(List.of(command.split(" ", -1)));
        arguments.addAll(List.of(
                "--hub", hub.base().toString(), "--ca", hub.tls("ca.pem").toString()));
        arguments.addAll(List.of(
                "--admin-password-file", hub.dataDir().resolve("admin-password").toString()));
        if (command.startsWith("reports") && !command.contains("--tls")) {
            arguments.addAll(List.of("--plain", hub.plainBase().toString()));
        }
        arguments.addAll(List.of("--hub-pid", Long.toString(hub.process().pid())));
        try (Program bench = Program.ris(Map.of(), arguments)) {
            assertThat(bench.awaitExit(LIMIT)).as(bench.output()).isZero();
            assertThat(bench.stdout())
                    .contains(figures)
                    .contains("target none  met")
                    .doesNotContain("first failure");
        }
    }
}
