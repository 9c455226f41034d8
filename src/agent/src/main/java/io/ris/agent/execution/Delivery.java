package io.ris.agent.execution;

import io.ris.agent.journal.JournalEntry;
import io.ris.agent.journal.StartMark;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.AttemptState;
import io.ris.protocol.TaskAttempt;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings output and results to the hub: of each attempt first the output, then the result, once per connection. */
final class Delivery {

    private static final Logger LOG = System.getLogger(Delivery.class.getName());

    private final Map<TaskAttempt, Attempt> attempts;
    private final Uplink uplink;
    private final Clock clock;

    /** @param attempts all attempts, as they are at any time; their order is the order of their turns */
    Delivery(Map<TaskAttempt, Attempt> attempts, Uplink uplink, Clock clock) {
        this.attempts = attempts;
        this.uplink = uplink;
        this.clock = clock;
    }

    static AgentFrame.Result frame(JournalEntry entry, Outcome outcome) {
        return new AgentFrame.Result(
                entry.offer().taskId(),
                entry.offer().attempt(),
                outcome.status(),
                outcome.result(),
                outcome.error(),
                outcome.detail(),
                entry.started().map(StartMark::at).orElse(null),
                outcome.completedAt(),
                outcome.noEffect() ? true : null);
    }

    /** Begins anew on a new connection, with all that the hub has not acknowledged. */
    void repeat() {
        for (Attempt attempt : List.copyOf(attempts.values())) {
            attempt.output().rewind();
            repeatResult(attempt);
        }
        uplink.wake();
    }

    void repeatResult(Attempt attempt) {
        attempt.resultSent(false);
        sendResultWhenDue(attempt);
    }

    /** The next piece of output to send, if there is one. */
    Optional<AgentFrame> nextOutput() {
        for (Attempt attempt : List.copyOf(attempts.values())) {
            Optional<AgentFrame> piece = nextOutput(attempt);
            if (piece.isPresent()) {
                // To the end of the line, so that no task starves the others.
                attempts.remove(attempt.entry().attempt());
                attempts.put(attempt.entry().attempt(), attempt);
                return piece;
            }
        }
        return Optional.empty();
    }

    private Optional<AgentFrame> nextOutput(Attempt attempt) {
        if (attempt.isUnwanted() || attempt.isResultSent() || attempt.state() == AttemptState.ACCEPTED) {
            return Optional.empty();
        }
        try {
            Optional<AgentFrame> piece = attempt.output().next(attempt.state() == AttemptState.FINISHED);
            sendResultWhenDue(attempt);
            return piece;
        } catch (IOException e) {
            LOG.log(Level.ERROR, "output cannot be read of " + attempt.entry().attempt(), e);
            return Optional.empty();
        }
    }

    /** Sends the result of an attempt that is over, if all its output has been sent and the result has not. */
    void sendResultWhenDue(Attempt attempt) {
        try {
            boolean due = attempt.state() == AttemptState.FINISHED
                    && !attempt.isResultSent()
                    && attempt.output().isDrained();
            if (due) {
                attempt.resultSent(true);
                uplink.sendLazily(() -> result(attempt));
            }
        } catch (IOException e) {
            LOG.log(Level.ERROR, "output cannot be read of " + attempt.entry().attempt(), e);
        }
    }

    private Optional<AgentFrame> result(Attempt attempt) {
        if (!attempts.containsKey(attempt.entry().attempt())) {
            return Optional.empty();
        }
        try {
            return Optional.of(attempt.entry().result());
        } catch (IOException e) {
            LOG.log(
                    Level.ERROR,
                    "the result cannot be read of " + attempt.entry().attempt(),
                    e);
            return Optional.of(frame(attempt.entry(), Outcome.unknown(clock.instant())));
        }
    }
}
