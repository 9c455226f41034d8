package io.ris.hub.webhooks.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.webhooks.deliveries.Outcome.Answered;
import io.ris.hub.webhooks.deliveries.Outcome.Unanswered;
import io.ris.hub.webhooks.deliveries.RetrySchedule.Next;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryScheduleTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final RetrySchedule schedule = new RetrySchedule(8, Duration.ofSeconds(5), Duration.ofHours(1));

    private Duration wait(Outcome outcome, int tries) {
        return Duration.between(
                NOW,
                assertThat(schedule.judge(outcome, tries, NOW))
                        .asInstanceOf(InstanceOfAssertFactories.type(Next.Again.class))
                        .actual()
                        .at());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void anyGoodStatusIsEnough(int status) {
        assertThat(schedule.judge(new Answered(status, "3600", ""), 8, NOW)).isEqualTo(new Next.Delivered());
    }

    @ParameterizedTest
    @CsvSource({"1, 2500, 5000", "2, 5000, 10000", "3, 10000, 20000", "7, 160000, 320000"})
    void waitsTwiceAsLongEachTimeWithSomeChance(int tries, long least, long most) {
        for (int i = 0; i < 200; i++) {
            assertThat(wait(new Unanswered("timeout"), tries).toMillis()).isBetween(least, most);
        }
    }

    @Test
    void waitsNoLongerThanTheLongestDelay() {
        RetrySchedule patient = new RetrySchedule(20, Duration.ofDays(1), Duration.ofDays(1));
        Instant at = ((Next.Again) patient.judge(new Unanswered("timeout"), 19, NOW)).at();
        assertThat(at).isBetween(NOW.plus(Duration.ofHours(12)), NOW.plus(Duration.ofDays(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 400, 401, 404, 429, 500, 503})
    void anyOtherStatusIsTriedAgainUntilTheAttemptsAreUsedUp(int status) {
        assertThat(schedule.judge(new Answered(status, "", ""), 7, NOW)).isInstanceOf(Next.Again.class);
        assertThat(schedule.judge(new Answered(status, "", ""), 8, NOW))
                .isEqualTo(new Next.Dead("attempts_used_up", false));
    }

    @Test
    void whoIsGoneIsNotTriedAgain() {
        assertThat(schedule.judge(new Answered(410, "", ""), 1, NOW)).isEqualTo(new Next.Dead("gone", true));
    }

    @ParameterizedTest
    @CsvSource({
        "429, 120, 120",
        "503, 120, 120",
        "503, 999999, 3600",
        "503, 99999999999999999999, 3600",
        "503, 'Thu, 01 Jan 2026 00:02:00 GMT', 120",
        "503, 'Thursday, 01-Jan-26 00:02:00 GMT', 120",
        "503, 'Thu Jan  1 00:02:00 2026', 120",
    })
    void leavesAloneForAsLongAsIsAskedWithinReason(int status, String header, long seconds) {
        assertThat(wait(new Answered(status, header, ""), 1)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({
        "500, 120",
        "503, 1",
        "503, -5",
        "503, soon",
        "503, 'Thu, 01 Jan 1970 00:00:00 GMT'",
        "503, 'Thursday, 01-Jan-70 00:00:00 GMT'",
        "503, 1.5",
    })
    void asksNothingThatMakesNoSense(int status, String header) {
        assertThat(wait(new Answered(status, header, ""), 1)).isLessThanOrEqualTo(Duration.ofSeconds(5));
    }
}
