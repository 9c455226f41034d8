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

    private final AgentNews news = new AgentNews(new Heard(NOW, 4), NOW.plus(AgentNews.INTERVAL));

    @Test
    void thatItLivesIsNotedOnceInAnInterval() {
        Instant early = NOW.plus(AgentNews.INTERVAL).minus(SECOND);
        assertThat(news.take(new Heard(early, 4), early)).isEmpty();
        Instant due = NOW.plus(AgentNews.INTERVAL);
        assertThat(news.take(new Heard(due, 4), due)).contains(new Heard(due, 4));
        Instant next = due.plus(SECOND);
        assertThat(news.take(new Heard(next, 4), next)).isEmpty();
        Instant later = due.plus(AgentNews.INTERVAL);
        assertThat(news.take(new Heard(next, 4), later)).contains(new Heard(next, 4));
    }

    @Test
    void whatOtherNodesChooseAgentsByIsNotedAtOnce() {
        Instant soon = NOW.plus(SECOND);
        assertThat(news.take(new Heard(soon, 2), soon)).contains(new Heard(soon, 2));
        assertThat(news.take(new Heard(soon, 2), soon.plus(SECOND))).isEmpty();
    }

    @Test
    void ofASilentAgentThereIsNoNews() {
        assertThat(news.take(new Heard(NOW, 4), NOW.plus(AgentNews.INTERVAL))).isEmpty();
    }
}
