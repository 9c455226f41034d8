package io.ris.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.agent.testing.ManualLoop;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeapTrimTest {

    private final ManualLoop clock = new ManualLoop();
    private boolean large;
    private int collections;
    private final HeapTrim trim = new HeapTrim(clock, () -> large, () -> collections++);

    @Test
    void leavesASmallHeapAlone() {
        trim.trim();

        assertThat(collections).isZero();
    }

    @Test
    void collectsALargeOneOnceAMinute() {
        large = true;
        for (int turn = 0; turn < 9; turn++) {
            trim.trim();
            clock.advance(Duration.ofSeconds(15));
        }

        assertThat(collections).isEqualTo(3);
    }
}
