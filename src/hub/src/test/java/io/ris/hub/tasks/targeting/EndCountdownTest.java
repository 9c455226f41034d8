package io.ris.hub.tasks.targeting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndCountdownTest {

    private final EndCountdown<String> countdown = new EndCountdown<>();

    @Test
    void whatWasNeverCountedIsWorthALook() {
        assertThat(countdown.ended("job")).isTrue();
    }

    @Test
    void theLastOfThoseUnderWayIsWorthALook() {
        countdown.begin("job");
        assertThat(countdown.await("job", 3)).isFalse();
        assertThat(countdown.ended("job")).isFalse();
        assertThat(countdown.ended("job")).isFalse();
        assertThat(countdown.ended("job")).isTrue();
    }

    /** Whether what ended while they were counted was among them nobody knows: at worst it is asked for nothing. */
    @Test
    void whatEndsWhileTheyAreCountedCounts() {
        countdown.begin("job");
        assertThat(countdown.ended("job")).isTrue();
        assertThat(countdown.await("job", 1)).isTrue();
        countdown.begin("job");
        countdown.ended("job");
        assertThat(countdown.await("job", 2)).isFalse();
        assertThat(countdown.ended("job")).isTrue();
    }

    @Test
    void oneJobsEndsAreNotAnothers() {
        countdown.begin("job");
        countdown.begin("other");
        countdown.await("job", 2);
        countdown.await("other", 1);
        assertThat(countdown.ended("other")).isTrue();
        assertThat(countdown.ended("job")).isFalse();
    }
}
