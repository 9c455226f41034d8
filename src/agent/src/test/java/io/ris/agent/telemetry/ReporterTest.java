package io.ris.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.agent.docker.Engine;
import io.ris.agent.testing.PlayedEngine;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.AgentId;
import io.ris.protocol.Json;
import io.ris.protocol.report.Collector;
import io.ris.protocol.report.NetworkInfo.Connection;
import io.ris.protocol.report.NetworkInfo.ListeningPort;
import io.ris.protocol.report.ProcessesInfo.ProcessInfo;
import io.ris.protocol.report.Report;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Reports of the machine that the tests run on. */
@EnabledOnOs(OS.LINUX)
class ReporterTest {

    private static final Path PROC = Path.of("/proc");
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final long OWN_PID = ProcessHandle.current().pid();
    private static final Set<Collector> ALL = EnumSet.allOf(Collector.class);

    @TempDir
    private Path directory;

    private Reporter reporter(Duration enginePatience) {
        Engine engine = Engine.of(Map.of("DOCKER_HOST", "unix://" + directory.resolve("engine.sock")));
        return new Reporter(new AgentId("agent-1"), PROC, engine, enginePatience, Clock.systemUTC());
    }

    private static Report look(Reporter reporter, Set<Collector> wanted) throws Exception {
        AgentFrame.Report frame = reporter.report(wanted);
        return Json.strict().readValue(frame.json(), Report.class);
    }

    private Report look(Set<Collector> wanted) throws Exception {
        return look(reporter(Duration.ofSeconds(30)), wanted);
    }

    @Test
    void tellsTheMachine() throws Exception {
        Instant before = Instant.now();
        Report report = look(ALL);

        assertThat(report.agentId()).isEqualTo("agent-1");
        assertThat(report.timestamp()).isBetween(before, Instant.now());
        assertThat(report.hostInfo().hostname()).isEqualTo(report.hostname()).isNotEmpty();
        assertThat(report.hostInfo().kernelVersion()).isEqualTo(System.getProperty("os.version"));
        assertThat(report.hostInfo().cpuInfo().cores()).isPositive();
        assertThat(report.hostInfo().memoryInfo().totalMb()).isPositive();
        assertThat(report.hostInfo().loadAverage()).isNotNull();
        assertThat(report.hostInfo().uptime()).isPositive();
        assertThat(report.hostInfo().bootTime()).isBefore(before);
        assertThat(report.dockerInfo()).as("of an engine that is not there").isNull();
    }

    @Test
    void tellsThisProcess() throws Exception {
        ProcessHandle self = ProcessHandle.current();

        Report report = look(ALL);

        assertThat(report.processesInfo().totalProcesses()).isPositive();
        assertThat(report.processesInfo().processes())
                .filteredOn(process -> process.pid() == OWN_PID)
                .singleElement()
                .satisfies(process -> {
                    assertThat(process.ppid())
                            .isEqualTo(self.parent().orElseThrow().pid());
                    assertThat(process.name()).isEqualTo("java");
                    assertThat(process.cmdline()).contains("java");
                    assertThat(process.state()).hasSize(1);
                    assertThat(process.threads()).isGreaterThan(1);
                    assertThat(process.cpuTime()).isPositive();
                    assertThat(process.memoryMb()).isGreaterThan(1);
                    assertThat(process.openFiles()).isPositive();
                    assertThat(process.cgroup()).contains(":/");
                });
    }

    @Test
    void tellsSocketsOfThisProcess() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            Report report = look(EnumSet.of(Collector.NETWORK));

            assertThat(report.networkInfo().listeningPorts())
                    .filteredOn(port -> port.port() == server.getLocalPort() && OWN_PID == pid(port))
                    .singleElement()
                    .satisfies(port -> assertThat(port.addr()).isEqualTo("127.0.0.1"))
                    .satisfies(port -> assertThat(port.protocol()).isEqualTo("tcp"))
                    .satisfies(port -> assertThat(port.processName()).isEqualTo("java"));
            for (Socket end : new Socket[] {client, accepted}) {
                assertThat(report.networkInfo().connections())
                        .contains(new Connection(
                                "tcp",
                                "127.0.0.1",
                                end.getLocalPort(),
                                "127.0.0.1",
                                end.getPort(),
                                "ESTABLISHED",
                                OWN_PID,
                                "java"));
            }
            assertThat(report.processesInfo()).isNull();
            assertThat(report.hostInfo()).isNull();
        }
    }

    private static long pid(ListeningPort port) {
        return port.pid() == null ? 0 : port.pid();
    }

    @Test
    void looksAtNothingThatIsNotWanted() throws Exception {
        assertThat(look(Set.of(Collector.HOST)).hostInfo()).isNotNull();
        assertThat(look(Set.of(Collector.HOST)).networkInfo()).isNull();
        assertThat(look(Set.of(Collector.PROCESS)).processesInfo()).isNotNull();
        assertThat(look(Set.of(Collector.PROCESS)).hostInfo()).isNull();
    }

    @Test
    void tellsContainersOfAnEngineThatAnswers() throws Exception {
        try (PlayedEngine engine = new PlayedEngine(directory.resolve("engine.sock"))) {
            engine.on("GET /info ", PlayedEngine.ok("{\"ServerVersion\":\"28\",\"Images\":1}"));
            engine.on("GET /containers/json", PlayedEngine.ok("[{\"Id\":\"x\",\"State\":\"exited\"}]"));

            assertThat(look(ALL).dockerInfo().containers()).hasSize(1);
        }
    }

    @Test
    void anEngineThatHangsCostsItsSectionAndNothingElse() throws Exception {
        Path socket = directory.resolve("engine.sock");
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(socket));
            Reporter reporter = reporter(Duration.ofMillis(50));

            for (int turn = 0; turn < 3; turn++) {
                Report report = look(reporter, ALL);
                assertThat(report.dockerInfo()).isNull();
                assertThat(report.hostInfo()).isNotNull();
                assertThat(report.networkInfo()).isNotNull();
                assertThat(report.processesInfo().processes())
                        .extracting(ProcessInfo::pid)
                        .contains(OWN_PID);
            }
        }
    }

    @Test
    void aMachineWithoutTheFileSystemIsToldAsFarAsTheJdkDoes() throws Exception {
        Engine none = Engine.of(Map.of("DOCKER_HOST", "tcp://127.0.0.1:1"));
        Reporter reporter = new Reporter(new AgentId("agent-1"), directory.resolve("absent"), none, Clock.systemUTC());

        Report report = look(reporter, ALL);

        assertThat(report.hostInfo().memoryInfo()).isNull();
        assertThat(report.processesInfo().processes())
                .extracting(ProcessInfo::pid)
                .contains(OWN_PID);
        assertThat(report.networkInfo()).isNull();
        assertThat(report.dockerInfo()).isNull();
    }
}
