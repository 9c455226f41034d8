package io.ris.hub.monitoring.updates;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitingReportsTest {

    private static final int QUARTER = (int) WaitingReports.MOST_BYTES / 4;

    private final WaitingReports waiting = new WaitingReports();

    private static ReportNews report(int bytes) {
        return new ReportNews("a", new byte[bytes]);
    }

    @Test
    void theyAreTakenInTheOrderInWhichTheyCame() {
        ReportNews first = report(1);
        ReportNews second = report(2);
        assertThat(waiting.offer(first)).isTrue();
        assertThat(waiting.offer(second)).isTrue();

        assertThat(waiting.poll()).containsSame(first);
        assertThat(waiting.poll()).containsSame(second);
        assertThat(waiting.poll()).isEmpty();
    }

    @Test
    void noMoreWaitThanMay() {
        for (int number = 0; number < WaitingReports.MOST; number++) {
            assertThat(waiting.offer(report(1))).isTrue();
        }
        assertThat(waiting.offer(report(1))).isFalse();
        assertThat(waiting.poll()).as("who missed one misses all").isEmpty();
    }

    @Test
    void theyAreNotLargerThanTheyMayBe() {
        for (int number = 0; number < 4; number++) {
            assertThat(waiting.offer(report(QUARTER))).isTrue();
        }
        assertThat(waiting.offer(report(1))).isFalse();
        assertThat(waiting.poll()).isEmpty();

        for (int number = 0; number < 100; number++) {
            assertThat(waiting.offer(report(QUARTER)))
                    .as("what was taken or missed counts no more")
                    .isTrue();
            assertThat(waiting.poll()).isPresent();
        }
    }

    @Test
    void oneThatIsLargerThanAllMayBeWaitsAlone() {
        assertThat(waiting.offer(report(2 * (int) WaitingReports.MOST_BYTES))).isTrue();
        assertThat(waiting.offer(report(1))).isFalse();
        assertThat(waiting.poll()).isEmpty();

        assertThat(waiting.offer(report(2 * (int) WaitingReports.MOST_BYTES))).isTrue();
        assertThat(waiting.poll()).isPresent();
        assertThat(waiting.offer(report(1))).isTrue();
    }
}
