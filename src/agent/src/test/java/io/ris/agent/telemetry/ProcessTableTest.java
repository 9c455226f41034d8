package io.ris.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ris.agent.host.ProcFiles;
import io.ris.protocol.report.ProcessesInfo;
import io.ris.protocol.report.ProcessesInfo.ProcessInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessTableTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final long KERNEL_THREAD = 0x0020_8040;
    private static final String ID = "0123456789abcdef".repeat(4);

    @TempDir
    private Path directory;

    private FakeProc proc;
    private ProcessTable table;

    @BeforeEach
    void machine() throws IOException {
        proc = new FakeProc(directory);
        table = new ProcessTable(proc.files());
    }

    private ProcessesInfo look() {
        return new ProcessCollector(proc.files()).collect(table.scan(), NOW);
    }

    private ProcessInfo only() {
        assertThat(look().processes()).hasSize(1);
        return look().processes().getFirst();
    }

    @Test
    void tellsAProcessAsAReportHasIt() throws IOException {
        proc.process(42, "app", "/usr/bin/app", "-v", "--token", "secret");
        proc.open(42, 0, "anon_inode:[eventfd]");
        proc.open(42, 1, "pipe:[5]");

        ProcessesInfo info = look();

        assertThat(info.timestamp()).isEqualTo(NOW);
        assertThat(info.totalProcesses()).isEqualTo(1);
        assertThat(info.processes())
                .containsExactly(new ProcessInfo(
                        42, "app", "/usr/bin/app -v --token ***", "S", 1, 1000, 1001, 5, 42, 1.0, 2, "0::/user.slice"));
    }

    @Test
    void countsMemoryInPagesOfTheMachinesSize() throws IOException {
        ByteBuffer pairs = ByteBuffer.allocate(48).order(ByteOrder.nativeOrder());
        pairs.putLong(33).putLong(7).putLong(6).putLong(65_536).putLong(0).putLong(0);
        proc.write("self/auxv", pairs.array());
        proc.process(42, "app", "app");

        assertThat(only().memoryMb()).isEqualTo(16);
    }

    @Test
    void leavesOutWhatEndsWhileItIsRead() throws IOException {
        proc.process(42, "app", "app");
        Files.createDirectories(directory.resolve("43")); // nothing in it any more
        proc.stat(44, "gone", 1); // its other files are not there any more
        proc.write("45/stat", "");

        assertThat(look().processes()).extracting(ProcessInfo::pid).containsExactly(42L);
    }

    @Test
    void whatIsNoProcessIsNone() throws IOException {
        proc.process(42, "app", "app");
        for (String other : List.of("sys", "1x", "0", "-7", "+8", "cpuinfo")) {
            proc.write(other + "/stat", "1 (x) S 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1");
        }

        assertThat(look().processes()).extracting(ProcessInfo::pid).containsExactly(42L);
    }

    @Test
    void aThreadOfTheKernelHasNoCommandLine() throws IOException {
        proc.stat(2, "kthreadd", 0, KERNEL_THREAD, 5);
        proc.stat(9, "kworker/0:1-events (x)", 2, KERNEL_THREAD, 6);

        assertThat(look().processes())
                .extracting(ProcessInfo::pid, ProcessInfo::name, ProcessInfo::cmdline, ProcessInfo::cgroup)
                .containsExactly(tuple(2L, "kthreadd", "", null), tuple(9L, "kworker/0:1-events (x)", "", null));
    }

    @Test
    void programsGoBeforeThreadsOfTheKernelAndAllAreCounted() throws IOException {
        table = new ProcessTable(proc.files(), 3);
        for (long pid : new long[] {2, 3, 4}) {
            proc.stat(pid, "kworker", 0, KERNEL_THREAD, 5);
        }
        proc.process(11, "b", "b");
        proc.process(10, "a", "a");
        assertThat(look().processes()).extracting(ProcessInfo::pid).containsExactly(10L, 11L, 2L);

        proc.process(12, "c", "c");
        proc.process(13, "d", "d");
        ProcessesInfo info = look();
        assertThat(info.processes()).extracting(ProcessInfo::pid).containsExactly(10L, 11L, 12L);
        assertThat(info.totalProcesses()).isEqualTo(7);
    }

    @Test
    void aNameThatTheKernelCutIsTakenFromTheProgram() throws IOException {
        proc.process(42, "systemd-journal", "/usr/lib/systemd/systemd-journald");
        assertThat(only().name()).isEqualTo("systemd-journald");

        proc.process(42, "a-thread-named-", "/usr/bin/other");
        assertThat(only().name()).isEqualTo("a-thread-named-");
    }

    @Test
    void aProcessThatBecomesAnotherProgramIsReadAgain() throws IOException {
        proc.process(42, "sh", "/bin/sh", "run.sh");
        assertThat(only().cmdline()).isEqualTo("/bin/sh run.sh");

        proc.process(42, "app", "/usr/bin/app");

        assertThat(only().name()).isEqualTo("app");
        assertThat(only().cmdline()).isEqualTo("/usr/bin/app");
    }

    /** As a shell that starts another of its name: nothing but the command line is different. */
    @Test
    void aNewProcessIsReadTwiceAndThenNowAndThen() throws IOException {
        proc.process(42, "sh", "/bin/sh", "-c", "exec sh run.sh");
        look();
        proc.process(42, "sh", "sh", "run.sh");
        assertThat(look().processes().getFirst().cmdline()).isEqualTo("sh run.sh");

        proc.process(42, "sh", "renamed");
        assertThat(look().processes().getFirst().cmdline()).isEqualTo("sh run.sh");
        for (int turn = 0; turn < 40; turn++) {
            look();
        }
        assertThat(look().processes().getFirst().cmdline()).isEqualTo("renamed");
    }

    @Test
    void anotherProcessWithTheSameNumberIsAnother() throws IOException {
        proc.process(42, "app", "app", "one");
        look();
        look();
        proc.process(42, "app", "app", "two");
        proc.stat(42, "app", 9_999);

        assertThat(look().processes().getFirst().cmdline()).isEqualTo("app two");
    }

    @Test
    void whatHasEndedIsForgotten() throws IOException {
        proc.process(42, "app", "app");
        proc.process(43, "app", "app");
        look();
        look();
        proc.end(42);

        assertThat(look().processes()).extracting(ProcessInfo::pid).containsExactly(43L);

        proc.process(42, "app", "app", "of later");
        assertThat(look().processes().getFirst().cmdline()).isEqualTo("app of later");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0::/system.slice/app.service | 0::/system.slice/app.service",
                "0::/system.slice/docker-ID.scope | 0::/system.slice/docker-ID.scope",
                "12:pids:/;4:memory:/docker/ID;1:name=systemd:/docker/ID | 4:memory:/docker/ID",
                "2:cpu:/;1:name=systemd:/kubepods/burstable/pod1/ID;0::/ | 1:name=systemd:/kubepods/burstable/pod1/ID",
                "2:cpu:/a;1:name=systemd:/user.slice;0::/ | 2:cpu:/a"
            })
    void ofControlGroupsTheLineThatNamesAContainerIsTold(String lines, String told) throws IOException {
        proc.process(42, "app", "app");
        proc.write("42/cgroup", lines.replace("ID", ID).replace(';', '\n') + "\n");

        assertThat(only().cgroup()).isEqualTo(told.replace("ID", ID));
    }

    @Test
    void socketsAreThoseOfTheLowestProcessThatHasThem() throws IOException {
        proc.process(42, "master", "master");
        proc.process(43, "worker", "worker");
        proc.open(43, 3, "socket:[77]");
        proc.open(42, 3, "socket:[77]");
        proc.open(43, 4, "socket:[78]");
        proc.open(43, 5, "anon_inode:[eventpoll]");

        ProcessScan scan = table.scan();

        assertThat(scan.ownerOf(77)).contains(new ProcessScan.Owner(42, "master"));
        assertThat(scan.ownerOf(78)).contains(new ProcessScan.Owner(43, "worker"));
        assertThat(scan.ownerOf(79)).isEmpty();
        assertThat(scan.ownerOf(0)).isEmpty();
    }

    @Test
    void ofAProcessWithVeryManyFilesNotAllAreReadOrCounted() throws IOException {
        proc.process(42, "proxy", "proxy");
        for (int file = 0; file < OpenFiles.MOST_OF_A_PROCESS + 10; file++) {
            proc.open(42, file, "socket:[" + (1_000 + file) + "]");
        }

        assertThat(only().openFiles()).isGreaterThanOrEqualTo(OpenFiles.MOST_OF_A_PROCESS);
        assertThat(table.scan().owners()).hasSize(OpenFiles.MOST_OF_A_PROCESS);
    }

    @Test
    void aMachineWithoutTheFileSystemHasNoProcesses() {
        table = new ProcessTable(new ProcFiles(directory.resolve("absent")));

        assertThat(table.scan().processes()).isEmpty();
    }

    @Test
    void withoutTheFileSystemTheJdkTellsProcesses() {
        ProcessesInfo info = PortableProcesses.collect(NOW);

        assertThat(info.totalProcesses())
                .isGreaterThanOrEqualTo(info.processes().size());
        assertThat(info.processes())
                .filteredOn(process -> process.pid() == ProcessHandle.current().pid())
                .singleElement()
                .satisfies(self -> assertThat(self.name()).startsWith("java"))
                .satisfies(self -> assertThat(self.cmdline()).contains("java"))
                .satisfies(self -> assertThat(self.ppid())
                        .isEqualTo(
                                ProcessHandle.current().parent().orElseThrow().pid()));
    }
}
