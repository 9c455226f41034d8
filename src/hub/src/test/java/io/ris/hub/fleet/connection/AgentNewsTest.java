package io.ris.hub.fleet.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.fleet.Heard;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What of an agent's signs of life is worth a write. */
class AgentNewsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AgentNews news = new AgentNews(heard(NOW, 4), NOW.plus(AgentNews.INTERVAL));

    private static Heard heard(Instant at, int capacity) {
        return new Heard("session", at, capacity);
    }

    @Test
    void thatItLivesIsNotedOnceInAnInterval() {
        Instant early = NOW.plus(AgentNews.INTERVAL).minus(SECOND);
        assertThat(news.due(heard(early, 4), early)).isEmpty();
        Instant due = NOW.plus(AgentNews.INTERVAL);
        assertThat(news.due(heard(due, 4), due)).contains(heard(due, 4));
        news.noted(heard(due, 4), due);
        Instant next = due.plus(SECOND);
        assertThat(news.due(heard(next, 4), next)).isEmpty();
        Instant later = due.plus(AgentNews.INTERVAL);
        assertThat(news.due(heard(next, 4), later)).contains(heard(next, 4));
    }

    @Test
    void whatOtherNodesChooseAgentsByIsNotedAtOnce() {
        Instant soon = NOW.plus(SECOND);
        assertThat(news.due(heard(soon, 2), soon)).contains(heard(soon, 2));
        news.noted(heard(soon, 2), soon);
        assertThat(news.due(heard(soon, 2), soon.plus(SECOND))).isEmpty();
    }

    @Test
    void whatCouldNotBeNotedStaysDue() {
        Instant soon = NOW.plus(SECOND);
        assertThat(news.due(heard(soon, 2), soon)).isPresent();
        assertThat(news.due(heard(soon, 2), soon.plus(SECOND))).isPresent();
    }

    @Test
    void ofASilentAgentThereIsNoNews() {
        assertThat(news.due(heard(NOW, 4), NOW.plus(AgentNews.INTERVAL))).isEmpty();
    }
}
