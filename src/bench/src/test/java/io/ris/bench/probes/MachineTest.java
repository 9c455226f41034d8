package io.ris.bench.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ris.protocol.Json;
import io.ris.protocol.report.DockerInfo;
import io.ris.protocol.report.NetworkInfo.Connection;
import io.ris.protocol.report.ProcessesInfo.ProcessInfo;
import io.ris.protocol.report.Report;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineTest {

    private static final Instant NOW = Instant.parse("2026-11-23T01:06:51.123456789Z");
    private static final int LEAST = 33 * 1024;
    private static final int MOST = 37 * 1024;

    private static Machine machine(int number) {
        return new Machine("probe-" + number, MachineShape.COMMON, number, 100);
    }

    @Test
    void aReportHasTheSizeOfARealOne() throws JsonProcessingException {
        for (int number = 0; number < 100; number++) {
            Machine machine = machine(number);
            for (int look = 0; look < 3; look++) {
                byte[] json = Json.strict().writeValueAsBytes(machine.next(NOW));
                assertThat(json.length).isBetween(LEAST, MOST);
                assertThat(new String(json, StandardCharsets.UTF_8)).isASCII();
            }
        }
    }

    @Test
    void aReportIsOneOfTheProtocol() throws JsonProcessingException {
        Report report = machine(7).next(NOW);

        assertThat(Json.strict().readValue(Json.strict().writeValueAsString(report), Report.class))
                .isEqualTo(report);
    }

    @Test
    void aReportHasWhatWasAskedFor() {
        Report report = machine(7).next(NOW);

        assertThat(report.agentId()).isEqualTo("probe-7");
        assertThat(report.processesInfo().processes()).hasSize(80);
        assertThat(report.networkInfo().connections()).hasSize(60);
        assertThat(report.networkInfo().totalConnections()).isEqualTo(60);
        assertThat(report.dockerInfo().containers()).hasSize(5).allSatisfy(container -> assertThat(container.stats())
                .isNotNull());
        assertThat(report.hostInfo().loadAverage()).isNotNull();
        assertThat(report.processesInfo().processes())
                .extracting(ProcessInfo::pid)
                .doesNotHaveDuplicates();
    }

    @Test
    void everyContainerHasProcesses() {
        Report report = machine(3).next(NOW);

        assertThat(report.dockerInfo().containers())
                .extracting(DockerInfo.Container::id)
                .allSatisfy(id -> assertThat(report.processesInfo().processes())
                        .anyMatch(process -> process.cgroup().contains(id)));
    }

    @Test
    void namesStayAndValuesMove() {
        Machine machine = machine(7);
        Report first = machine.next(NOW);
        Report second = machine.next(NOW.plusSeconds(15));

        assertThat(second.processesInfo().processes())
                .extracting(ProcessInfo::cmdline)
                .isEqualTo(first.processesInfo().processes().stream()
                        .map(ProcessInfo::cmdline)
                        .toList());
        assertThat(second.processesInfo().processes())
                .extracting(ProcessInfo::cpuTime)
                .isNotEqualTo(first.processesInfo().processes().stream()
                        .map(ProcessInfo::cpuTime)
                        .toList());
        assertThat(second.hostInfo().memoryInfo()).isNotEqualTo(first.hostInfo().memoryInfo());
        assertThat(second.hostInfo().bootTime()).isEqualTo(first.hostInfo().bootTime());
        assertThat(second.hostInfo().uptime() - first.hostInfo().uptime()).isEqualTo(15_000_000_000L);
    }

    @Test
    void someConnectionsComeAndGo() {
        Machine machine = machine(7);
        List<Connection> before = established(machine.next(NOW));
        List<Connection> after = established(machine.next(NOW));

        assertThat(after).hasSameSizeAs(before).isNotEqualTo(before);
        assertThat(after).filteredOn(before::contains).hasSizeGreaterThan(before.size() * 3 / 4);
    }

    @Test
    void machinesDiffer() {
        assertThat(machine(1).next(NOW).dockerInfo())
                .isNotEqualTo(machine(2).next(NOW).dockerInfo());
        assertThat(machine(1).next(NOW)).isEqualTo(machine(1).next(NOW));
    }

    /** The counts that {@link MachineShape} promises hold however many machines there are, and after some reports. */
    @ParameterizedTest
    @CsvSource({"1, COMMON", "2, COMMON", "100, COMMON", "1, HUNDRED_NODES", "5, HUNDRED_NODES", "100, HUNDRED_NODES"})
    void everyConnectionWithAProcessIsAnEdgeOfItsOwn(int fleet, String name) {
        MachineShape shape = name.equals("COMMON") ? MachineShape.COMMON : MachineShape.HUNDRED_NODES;
        for (int number = 0; number < fleet; number++) {
            Machine machine = new Machine("probe", shape, number, fleet);
            Report last = IntStream.range(0, 20)
                    .mapToObj(look -> machine.next(NOW))
                    .toList()
                    .getLast();
            assertThat(established(last))
                    .hasSize(shape.established())
                    .extracting(connection ->
                            connection.pid() + ">" + connection.remoteAddr() + ":" + connection.remotePort())
                    .doesNotHaveDuplicates();
            assertThat(1
                            + last.dockerInfo().containers().size()
                            + last.processesInfo().processes().size())
                    .isEqualTo(shape.nodes());
        }
    }

    @Test
    void aHundredNodesHaveTwoHundredEdges() {
        assertThat(MachineShape.HUNDRED_NODES.nodes()).isEqualTo(100);
        assertThat(MachineShape.HUNDRED_NODES.edges()).isEqualTo(200);
    }

    @Test
    void machinesAreConnectedToEachOther() {
        List<String> ports = machine(8).next(NOW).networkInfo().listeningPorts().stream()
                .map(port -> SocketTable.address(8) + ":" + port.port())
                .toList();

        assertThat(established(machine(7).next(NOW)))
                .extracting(connection -> connection.remoteAddr() + ":" + connection.remotePort())
                .containsAll(ports);
    }

    @Test
    void aMachineHasSomethingOfEverything() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MachineShape(0, 80, 40, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new MachineShape(5, 4, 40, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new MachineShape(5, 80, 40, -1, 0));
    }

    private static List<Connection> established(Report report) {
        return report.networkInfo().connections().stream()
                .filter(connection -> connection.state().equals("ESTABLISHED"))
                .toList();
    }
}
