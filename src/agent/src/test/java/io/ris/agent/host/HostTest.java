package io.ris.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.protocol.AgentFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTest {

    @TempDir
    private Path proc;

    @BeforeEach
    void machine() throws IOException {
        cpu(100, 900);
        Files.writeString(
                proc.resolve("meminfo"),
                "MemTotal:        8388608 kB\nMemFree:  100 kB\nMemAvailable:    2097152 kB\n");
        Files.createDirectories(proc.resolve("sys/kernel/random"));
        Files.writeString(proc.resolve("sys/kernel/hostname"), "web-1\n");
        Files.writeString(proc.resolve("sys/kernel/random/boot_id"), "3f2a\n");
    }

    private void cpu(long user, long idle) throws IOException {
        Files.writeString(proc.resolve("stat"), "cpu  " + user + " 0 0 " + idle + " 0 0 0 0 0 0\ncpu0 1 2 3 4\n");
    }

    @Test
    void factsComeFromTheProcessFileSystem() {
        HostFacts facts = new HostFacts(proc);

        assertThat(facts.host().hostname()).isEqualTo("web-1");
        assertThat(facts.host().memoryMb()).isEqualTo(8192);
        assertThat(facts.host().cpus()).isPositive();
        assertThat(facts.bootId()).isEqualTo("3f2a");
    }

    @Test
    void processorUseIsThatSinceTheSampleBefore() throws IOException {
        HostUsage usage = new HostUsage(proc, proc);
        cpu(130, 970);

        AgentFrame.ResourceUsage sample = usage.sample();

        assertThat(sample.cpu()).isEqualTo(30);
        assertThat(sample.memory()).isEqualTo(75);
        assertThat(sample.disk()).isBetween(0.0, 100.0);
        assertThat(usage.sample().cpu()).isZero();
    }

    @Test
    void aMachineWithoutTheFileSystemStillAnswers() {
        Path nothing = proc.resolve("absent");

        assertThat(new HostFacts(nothing).host().memoryMb()).isZero();
        assertThat(new HostUsage(nothing, proc).sample().memory()).isZero();
    }
}
