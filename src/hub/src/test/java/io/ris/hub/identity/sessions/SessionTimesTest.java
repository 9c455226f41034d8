package io.ris.hub.identity.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.identity.users.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTimesTest {

    private static final Instant LOGIN = Instant.parse("2026-11-21T10:00:00Z");
    private static final SessionTimes TIMES =
            new SessionTimes(Duration.ofHours(8), Duration.ofHours(1), Duration.ofDays(7), 5, Duration.ofDays(1));

    private static User user(String source) {
        return new User(
                "user",
                "name",
                null,
                List.of("name"),
                List.of(),
                User.ACTIVE,
                source,
                null,
                null,
                false,
                false,
                null,
                LOGIN,
                LOGIN,
                1);
    }

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
                TIMES.refreshableUntil(user(User.LOCAL), LOGIN, LOGIN),
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
    void refreshPutsTheEndOffForUsersOfTheHubAlone() {
        Instant later = LOGIN.plus(Duration.ofHours(23));
        assertThat(TIMES.refreshableUntil(user(User.LOCAL), LOGIN, later)).isEqualTo(later.plus(Duration.ofDays(7)));
        for (String source : List.of("ldap", "oidc")) {
            assertThat(TIMES.refreshableUntil(user(source), LOGIN, later))
                    .as(source)
                    .isEqualTo(LOGIN.plus(Duration.ofDays(1)));
        }
    }

    @Test
    void aRefreshTokenOfAUserOfADirectoryLastsNoLongerThanAnother() {
        SessionTimes strict = new SessionTimes(
                Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofHours(1), 5, Duration.ofDays(1));
        assertThat(strict.refreshableUntil(user("ldap"), LOGIN, LOGIN)).isEqualTo(LOGIN.plus(Duration.ofHours(1)));
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
