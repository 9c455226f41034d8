package io.ris.agent.execution;

import io.ris.protocol.AgentFrame;
import io.ris.protocol.AttemptState;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Optional;

/** Brings output and results to the hub: of each attempt first the output, then the result, once per connection. */
final class Delivery {

    private static final Logger LOG = System.getLogger(Delivery.class.getName());

    private final Attempts attempts;
    private final Uplink uplink;
    private final Clock clock;

    Delivery(Attempts attempts, Uplink uplink, Clock clock) {
        this.attempts = attempts;
        this.uplink = uplink;
        this.clock = clock;
    }

    /** Begins anew on a new connection, with all that the hub has not acknowledged. */
    void repeat() {
        for (Attempt attempt : attempts.all()) {
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
        for (Attempt attempt : attempts.all()) {
            Optional<AgentFrame> piece = nextOutput(attempt);
            if (piece.isPresent()) {
                attempts.defer(attempt); // so that no task starves the others
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
            unreadable(attempt, e);
            return Optional.empty();
        }
    }

    /** Sends the result of an attempt that is over, if all its output has been sent and the result has not. */
    void sendResultWhenDue(Attempt attempt) {
        if (attempt.state() != AttemptState.FINISHED || attempt.isResultSent()) {
            return;
        }
        try {
            if (attempt.output().isDrained()) {
                sendResult(attempt);
            }
        } catch (IOException e) {
            unreadable(attempt, e);
        }
    }

    /** While it runs it is tried again; after its end the hub shall know that end at least. */
    private void unreadable(Attempt attempt, IOException e) {
        LOG.log(Level.ERROR, "output cannot be read of " + attempt.entry().attempt(), e);
        if (attempt.state() == AttemptState.FINISHED && !attempt.isResultSent()) {
            attempt.output().giveUp();
            sendResult(attempt);
        }
    }

    private void sendResult(Attempt attempt) {
        attempt.resultSent(true);
        uplink.sendLazily(() -> result(attempt));
    }

    private Optional<AgentFrame> result(Attempt attempt) {
        if (attempts.find(attempt.entry().attempt()).isEmpty()) {
            return Optional.empty();
        }
        try {
            long lost = attempt.output().lost();
            return Optional.of(ResultFrame.fitting(
                    ResultFrame.without(lost, attempt.entry().result())));
        } catch (IOException e) {
            LOG.log(
                    Level.ERROR,
                    "the result cannot be read of " + attempt.entry().attempt(),
                    e);
            return Optional.of(ResultFrame.of(attempt.entry(), Outcome.unknown(clock.instant())));
        }
    }
}
