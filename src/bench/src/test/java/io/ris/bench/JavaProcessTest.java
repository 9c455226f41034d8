package io.ris.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class JavaProcessTest {

    @Test
    void readsTheHeapOfTheG1Collector() {
        assertThat(JavaProcess.usedHeapBytes("""
                4242:
                 garbage-first heap   total reserved 524288K, committed 262144K, used 2048K [0x00, 0x01)
                  region size 1024K, 12 young (12288K), 0 survivors (0K)
                 Metaspace       used 99999K, committed 100000K, reserved 1114112K
                  class space    used 8888K, committed 9999K, reserved 1048576K
                """)).isEqualTo(2048L << 10);
    }

    @Test
    void addsUpTheGenerationsOfTheSerialCollector() {
        assertThat(JavaProcess.usedHeapBytes("""
                 def new generation   total 9216K, used 1000K [0x00, 0x01, 0x02)
                  eden space 8192K,  12% used [0x00, 0x01, 0x02)
                 tenured generation   total 10240K, used 24K [0x00, 0x01, 0x02)
                 Metaspace       used 17K, committed 18K, reserved 1114112K
                """)).isEqualTo(1024L << 10);
    }

    @Test
    void saysSoWhereThereIsNoHeapFigure() {
        assertThatIllegalArgumentException().isThrownBy(() -> JavaProcess.usedHeapBytes("4242:\nno such process"));
    }

    @Test
    void measuresARunningProcess() throws IOException, InterruptedException {
        JavaProcess self = JavaProcess.current();

        assertThat(self.processorTime()).isPositive();
        assertThat(self.residentBytes()).isGreaterThan(1 << 20);
        assertThat(self.liveHeapBytes())
                .isBetween(1L << 18, Runtime.getRuntime().totalMemory());
    }

    @Test
    void doesNotMeasureAProcessThatIsGone() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new JavaProcess(Integer.MAX_VALUE).processorTime())
                .withMessageContaining("gone");
    }
}
