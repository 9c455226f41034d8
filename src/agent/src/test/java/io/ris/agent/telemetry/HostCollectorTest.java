package io.ris.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.agent.host.HostFacts;
import io.ris.agent.host.ProcFiles;
import io.ris.protocol.report.HostInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostCollectorTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path directory;

    private void cpu(FakeProc proc, long busy, long idle) throws IOException {
        proc.write(
                "stat",
                "cpu  " + busy + " 0 0 " + idle + " 0 0 0 0 50 0\ncpu0 1 2\ncpu1 1 2\ncpu2 1 2\nintr 1"
                        + " 0".repeat(9_000) + "\nctxt 5\nbtime 1767225600\nprocesses 7\n");
    }

    @Test
    void tellsTheMachineAsAReportHasIt() throws IOException {
        FakeProc proc = new FakeProc(directory);
        cpu(proc, 100, 900);
        proc.write("sys/kernel/hostname", "web-1\n");
        proc.write("sys/kernel/osrelease", "6.1.0-9-amd64\n");
        proc.write("uptime", "98645.07 190000.11\n");
        proc.write("cpuinfo", "processor\t: 0\nmodel\t\t: 167\nmodel name\t: Some CPU @ 2.60GHz\nprocessor\t: 1\n");
        proc.write("meminfo", "MemTotal:  4194304 kB\nMemFree:  524288 kB\nMemAvailable:  1048576 kB\nBuffers: 1 kB\n");
        proc.write("loadavg", "0.52 1.25 2.00 1/300 4242\n");
        HostCollector collector = new HostCollector(proc.files(), new HostFacts(directory));
        cpu(proc, 130, 970);

        HostInfo info = collector.collect(NOW);

        assertThat(info)
                .isEqualTo(new HostInfo(
                        "web-1",
                        "6.1.0-9-amd64",
                        98_645_070_000_000L,
                        Instant.parse("2026-01-01T00:00:00Z"),
                        new HostInfo.CpuInfo("Some CPU @ 2.60GHz", 3, 30),
                        new HostInfo.MemoryInfo(4096, 512, 1024, 3072, 75),
                        new HostInfo.LoadAverage(0.52, 1.25, 2),
                        NOW));
        cpu(proc, 230, 970);
        assertThat(collector.collect(NOW).cpuInfo())
                .as("since the turn before")
                .isEqualTo(new HostInfo.CpuInfo("Some CPU @ 2.60GHz", 3, 100));
    }

    @Test
    void leavesOutWhatTheSystemDoesNotTell() {
        Path nothing = directory.resolve("absent");

        HostInfo info = new HostCollector(new ProcFiles(nothing), new HostFacts(nothing)).collect(NOW);

        assertThat(info.hostname()).isNotEmpty();
        assertThat(info.kernelVersion()).isEqualTo(System.getProperty("os.version"));
        assertThat(info.cpuInfo())
                .isEqualTo(new HostInfo.CpuInfo(
                        System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors(), 0));
        assertThat(info.memoryInfo()).isNull();
        assertThat(info.loadAverage()).isNull();
        assertThat(info.bootTime()).isNull();
        assertThat(info.uptime()).isZero();
    }
}
