package io.ris.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.protocol.AgentFrame;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.FrameException;
import io.ris.protocol.Json;
import io.ris.protocol.report.DockerInfo;
import io.ris.protocol.report.HostInfo;
import io.ris.protocol.report.NetworkInfo;
import io.ris.protocol.report.NetworkInfo.Connection;
import io.ris.protocol.report.NetworkInfo.ListeningPort;
import io.ris.protocol.report.ProcessesInfo;
import io.ris.protocol.report.ProcessesInfo.ProcessInfo;
import io.ris.protocol.report.Report;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportFitTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final Random random = new Random(1);

    /** What cannot be compressed. */
    private String noise(int length) {
        byte[] bytes = new byte[length / 2];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private Report report(int processes, int connections, int containers) {
        List<ProcessInfo> all = IntStream.range(0, processes)
                .mapToObj(pid -> new ProcessInfo(pid, "p", noise(1_000), "S", 1, 0, 0, 1, 1, 1, 1, null))
                .toList();
        List<Connection> sockets = IntStream.range(0, connections)
                .mapToObj(port -> new Connection("tcp", noise(30), port, noise(30), port, "ESTABLISHED", 1L, noise(16)))
                .toList();
        List<DockerInfo.Container> some = IntStream.range(0, containers)
                .mapToObj(container -> new DockerInfo.Container(
                        noise(64), "c", "i", "i", "", "running", null, List.of(), Map.of("l", noise(2_000)), null))
                .toList();
        return new Report(
                "a",
                "h",
                NOW,
                new HostInfo("h", "6", 1, NOW, null, null, null, NOW),
                new DockerInfo(some, containers, containers, 0, 0, 0, "28", NOW),
                new ProcessesInfo(all, processes, NOW),
                new NetworkInfo(
                        sockets,
                        connections,
                        connections,
                        0,
                        List.of(new ListeningPort("tcp", 1, "::", null, null)),
                        NOW));
    }

    private static Report sent(AgentFrame.Report frame) throws FrameException, IOException {
        return Json.lenient().readValue(frame.json(), Report.class);
    }

    @Test
    void aReportThatFitsIsSentWhole() throws Exception {
        Report report = report(80, 60, 5);

        assertThat(sent(ReportFit.frame(report))).isEqualTo(report);
    }

    @Test
    void theLargestReportThatCollectorsMakeFitsIntoAMessage() throws Exception {
        Report report = report(ProcessTable.MOST, SocketReport.MOST, DockerCollector.MOST);

        AgentFrame.Report frame = ReportFit.frame(report);

        assertThat(FrameCodec.encode(frame).length()).isLessThanOrEqualTo(FrameCodec.MAX_MESSAGE_BYTES);
        Report sent = sent(frame);
        assertThat(sent.processesInfo().totalProcesses()).isEqualTo(ProcessTable.MOST);
        assertThat(sent.networkInfo().totalConnections()).isEqualTo(SocketReport.MOST);
        assertThat(sent.dockerInfo().totalContainers()).isEqualTo(DockerCollector.MOST);
        assertThat(report.processesInfo().processes())
                .startsWith(sent.processesInfo().processes().toArray(new ProcessInfo[0]));
        assertThat(report.networkInfo().connections())
                .startsWith(sent.networkInfo().connections().toArray(new Connection[0]));
        assertThat(sent.networkInfo().listeningPorts()).hasSize(1);
        assertThat(sent.hostInfo()).isEqualTo(report.hostInfo());
        assertThat(sent.processesInfo().processes()).isNotEmpty();
        assertThat(sent.networkInfo().connections()).isNotEmpty();
        assertThat(sent.dockerInfo().containers()).isNotEmpty();
    }

    /** What compresses well may be small in a message and too much for who reads it. */
    @Test
    void isBoundedInJsonToo() throws Exception {
        Report report = report(300, 300, 30);
        int whole = AgentFrame.Report.of(report).json().length;

        AgentFrame.Report frame = ReportFit.frame(report, Integer.MAX_VALUE, whole - 1);

        assertThat(frame.json().length).isLessThan(whole);
        assertThat(sent(frame).processesInfo().processes())
                .as("the longest list")
                .hasSize(150);
        assertThat(sent(frame).networkInfo().connections()).hasSize(300);
    }

    @Test
    void theListThatTakesMostRoomBecomesShorter() throws Exception {
        Report report = report(1, 100, 100);
        int whole = AgentFrame.Report.of(report).json().length;

        Report sent = sent(ReportFit.frame(report, Integer.MAX_VALUE, whole - 1));

        assertThat(sent.dockerInfo().containers()).hasSize(50);
        assertThat(sent.dockerInfo().totalContainers()).isEqualTo(100);
        assertThat(sent.networkInfo().connections()).hasSize(100);
    }

    @Test
    void whereNothingFitsItSaysAtLeastWhoReports() throws Exception {
        assertThat(sent(ReportFit.frame(report(5, 5, 5), Integer.MAX_VALUE, 100)))
                .isEqualTo(new Report("a", "h", NOW, null, null, null, null));
    }
}
