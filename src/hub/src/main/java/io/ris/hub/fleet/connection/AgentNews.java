package io.ris.hub.fleet.connection;

import io.ris.hub.fleet.Heard;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the store has yet to know of a connected agent. That it lives is written once in a minute: its connection says so at any time,
 * and ten thousand agents are as many writes. Thread-safe.
 */
final class AgentNews {

    static final Duration INTERVAL = Duration.ofMinutes(1);

    private Heard noted;
    private Instant due;

    /**
     * @param noted what the store knows
     * @param due when it should next be told that the agent lives
     */
    AgentNews(Heard noted, Instant due) {
        this.noted = noted;
        this.due = due;
    }

    /** What is to be written now, until it is {@link #noted}. */
    synchronized Optional<Heard> due(Heard present, Instant now) {
        boolean isDue = !now.isBefore(due) && present.at().isAfter(noted.at());
        return isDue || present.capacity() != noted.capacity() ? Optional.of(present) : Optional.empty();
    }

    /** It has been written. */
    synchronized void noted(Heard written, Instant now) {
        noted = written;
        due = now.plus(INTERVAL);
    }
}
