package io.ris.hub.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000); // the system's count may begin anywhere
    private final Circuit circuit = new Circuit(now::get);

    private void wait(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void asksNothingBeforeAProbeWasAnswered() {
        assertThat(circuit.isClosed()).isFalse();
        assertThat(circuit.isProbeDue()).isTrue();

        circuit.close();

        assertThat(circuit.isClosed()).isTrue();
        assertThat(circuit.isProbeDue()).isFalse();
    }

    @Test
    void tellsOfAnOutageOnce() {
        assertThat(circuit.open()).as("at the start").isTrue();
        assertThat(circuit.open()).isFalse();
        circuit.close();
        assertThat(circuit.open()).isTrue();
        assertThat(circuit.open()).isFalse();
    }

    @Test
    void probesAfterAPause() {
        circuit.close();
        circuit.open();
        assertThat(circuit.isProbeDue()).isFalse();

        wait(Circuit.FIRST_PAUSE);
        assertThat(circuit.isProbeDue()).isFalse();
        wait(Circuit.FIRST_PAUSE);
        assertThat(circuit.isProbeDue()).isTrue();
    }

    @Test
    void pausesLongerWhenOutagesFollowEachOther() {
        for (int i = 0; i < 20; i++) {
            circuit.close();
            circuit.open();
        }
        wait(Circuit.LONGEST_PAUSE.minusMillis(1));
        assertThat(circuit.isProbeDue()).isFalse();
        wait(Duration.ofMillis(1));
        assertThat(circuit.isProbeDue()).isTrue();
    }

    @Test
    void pausesShortlyAgainAfterACalmTime() {
        for (int i = 0; i < 20; i++) {
            circuit.close();
            circuit.open();
        }
        circuit.close();
        wait(Circuit.CALM);
        circuit.open();

        wait(Circuit.FIRST_PAUSE);

        assertThat(circuit.isProbeDue()).isTrue();
    }
}
