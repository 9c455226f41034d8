package io.ris.hub.identity.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionTimesTest {

    private static final Instant LOGIN = Instant.parse("2026-11-21T10:00:00Z");
    private static final SessionTimes TIMES =
            new SessionTimes(Duration.ofHours(8), Duration.ofHours(1), Duration.ofDays(7), 5);

    private static Session session() {
        return new Session(
                "1",
                "user",
                "family",
                "refresh",
                1,
                null,
                null,
                LOGIN,
                LOGIN,
                TIMES.activeUntil(LOGIN),
                TIMES.refreshableUntil(LOGIN),
                null);
    }

    @Test
    void accessTokensAreGoodForTheDurationAndRefreshTokensForLonger() {
        assertThat(session().isActive(LOGIN.plus(Duration.ofHours(8)).minusMillis(1)))
                .isTrue();
        assertThat(session().isActive(LOGIN.plus(Duration.ofHours(8)))).isFalse();
        assertThat(session().isOver(LOGIN.plus(Duration.ofHours(8)))).isFalse();
        assertThat(session().isOver(LOGIN.plus(Duration.ofDays(7)))).isTrue();
    }

    @Test
    void useRenewsNearTheEndOnly() {
        assertThat(TIMES.isRenewedByUse(session(), LOGIN.plus(Duration.ofHours(6))))
                .isFalse();
        assertThat(TIMES.isRenewedByUse(session(), LOGIN.plus(Duration.ofMinutes(430))))
                .isTrue();
        assertThat(TIMES.isRenewedByUse(session(), LOGIN.plus(Duration.ofHours(9))))
                .isFalse();
    }
}
