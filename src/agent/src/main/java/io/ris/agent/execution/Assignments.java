package io.ris.agent.execution;

import io.ris.agent.journal.Journal;
import io.ris.agent.journal.JournalEntry;
import io.ris.agent.journal.StartMark;
import io.ris.agent.loop.EventLoop;
import io.ris.agent.policy.RefusedException;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.AttemptState;
import io.ris.protocol.HubFrame;
import io.ris.protocol.TaskAttempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the hub has assigned to this agent, and where each attempt stands. Every step is in the journal before the hub
 * hears of it, so that an attempt runs at most once, however often it is offered and however the agent ends. Confined to
 * the event loop.
 */
public final class Assignments {

    /** Results without acknowledgement beyond which nothing new is accepted. */
    static final int MAX_WAITING = 1_000;

    private static final Logger LOG = System.getLogger(Assignments.class.getName());
    private static final Duration POLL = Duration.ofMillis(100);

    private final Journal journal;
    private final TaskExecutors executors;
    private final EventLoop loop;
    private final Clock clock;
    private final int capacity;
    private final String bootId;
    private final Uplink uplink;
    private final Attempts attempts = new Attempts();
    private final Delivery delivery;
    private final OutputWatch watch;

    /**
     * @param capacity how many attempts may be accepted or running at once
     * @param bootId the machine's present boot
     */
    public Assignments(
            Journal journal,
            TaskExecutors executors,
            EventLoop loop,
            Clock clock,
            int capacity,
            String bootId,
            Uplink uplink) {
        this.journal = journal;
        this.executors = executors;
        this.loop = loop;
        this.clock = clock;
        this.capacity = capacity;
        this.bootId = bootId;
        this.uplink = uplink;
        this.delivery = new Delivery(attempts, uplink, clock);
        this.watch = new OutputWatch(attempts, loop, clock, uplink);
    }

    /** The task types that this machine can run and its policy allows. */
    public Set<String> capabilities() {
        return executors.capabilities();
    }

    /** How many attempts may be accepted or running at once. */
    public int capacity() {
        return capacity;
    }

    /** Takes up what an earlier agent process left in the journal. */
    public void recover() throws IOException {
        for (JournalEntry entry : List.copyOf(journal.entries())) {
            Attempt attempt = new Attempt(entry, AttemptOutput.of(entry));
            attempts.add(attempt);
            entry.started()
                    .filter(mark -> entry.state() == AttemptState.STARTED)
                    .ifPresent(mark -> resume(attempt, mark));
        }
    }

    /** Everything that the hub has not acknowledged, as {@code hello} tells it. */
    public List<AgentFrame.KnownTask> known() {
        return attempts.known();
    }

    /** How many attempts run. */
    public int running() {
        return attempts.count(AttemptState.STARTED);
    }

    /** Ids of the tasks of which an attempt runs. */
    public List<String> runningTasks() {
        return attempts.runningTasks();
    }

    /** How many results the hub has not acknowledged. */
    public int waitingResults() {
        return attempts.count(AttemptState.FINISHED);
    }

    /** The highest epoch of a hub that was seen. */
    public long highestEpoch() {
        return journal.highestEpoch();
    }

    /** A connection is there: sends everything that the hub has not acknowledged. */
    public void welcomed(long epoch) {
        raise(epoch);
        delivery.repeat();
    }

    /** Does what the hub says. */
    public void handle(HubFrame.OfTask frame) {
        switch (frame) {
            case HubFrame.Command command -> {
                if (command.epoch() < journal.highestEpoch()) {
                    refuseStale(command);
                } else {
                    raise(command.epoch());
                    obey(command);
                }
            }
            case HubFrame.Ack ack -> find(ack.taskAttempt()).ifPresent(this::acknowledged);
            case HubFrame.OutputAck ack ->
                find(ack.taskAttempt()).ifPresent(attempt -> outputAcknowledged(attempt, ack));
        }
    }

    /** Ends all that was promised, for a hub that wants nothing of it any more, and tells when nothing runs. */
    public void abandon(Runnable ended) {
        attempts.all().forEach(this::cancel);
        whenNothingRuns(ended);
    }

    private void whenNothingRuns(Runnable ended) {
        if (running() == 0) {
            ended.run();
        } else {
            loop.schedule(POLL, () -> whenNothingRuns(ended));
        }
    }

    /** The next piece of output to send, if there is one. */
    public Optional<AgentFrame> nextOutput() {
        return delivery.nextOutput();
    }

    private void obey(HubFrame.Command command) {
        switch (command) {
            case HubFrame.Offer offer -> offered(offer);
            case HubFrame.Start start -> find(start.taskAttempt()).ifPresent(this::begin);
            case HubFrame.Recall recall ->
                find(recall.taskAttempt())
                        .filter(attempt -> attempt.state() == AttemptState.ACCEPTED)
                        .ifPresent(this::forget);
            case HubFrame.Cancel cancel -> find(cancel.taskAttempt()).ifPresent(this::cancel);
        }
    }

    private void refuseStale(HubFrame.Command command) {
        if (command instanceof HubFrame.Offer offer) {
            reject(offer, "stale_epoch");
        } else {
            LOG.log(Level.INFO, "{0} of a former hub node is not obeyed", command);
        }
    }

    private void offered(HubFrame.Offer offer) {
        Optional<Attempt> known = attempts.find(offer.taskAttempt());
        if (known.isPresent()) {
            offeredAgain(known.get(), offer);
            return;
        }
        Optional<String> refusal = refusal(offer);
        if (refusal.isPresent()) {
            reject(offer, refusal.get());
            return;
        }
        try {
            executors.requirePossible(offer.spec());
            JournalEntry entry = journal.accept(offer);
            Attempt attempt = new Attempt(entry, AttemptOutput.of(entry));
            attempts.add(attempt);
            uplink.send(new AgentFrame.Accepted(offer.taskId(), offer.attempt()));
            if (offer.start()) {
                begin(attempt);
            }
        } catch (RefusedException e) {
            uplink.send(new AgentFrame.Rejected(
                    offer.taskId(), offer.attempt(), e.code(), Words.cut(String.valueOf(e.getMessage()))));
        } catch (IOException e) {
            LOG.log(Level.ERROR, "an offer cannot be journalled", e);
            reject(offer, "journal_failed");
        }
    }

    private Optional<String> refusal(HubFrame.Offer offer) {
        if (journal.isOver(offer.taskAttempt())) {
            return Optional.of("already_finished");
        }
        boolean full = attempts.count(AttemptState.ACCEPTED) + running() >= capacity || waitingResults() >= MAX_WAITING;
        return full ? Optional.of("at_capacity") : Optional.empty();
    }

    private void offeredAgain(Attempt attempt, HubFrame.Offer offer) {
        AgentFrame.Accepted accepted = new AgentFrame.Accepted(offer.taskId(), offer.attempt());
        switch (attempt.state()) {
            case ACCEPTED -> {
                uplink.send(accepted);
                if (offer.start()) {
                    begin(attempt);
                }
            }
            case STARTED -> {
                uplink.send(accepted);
                attempt.entry().started().ifPresent(mark -> tellStarted(attempt, mark));
            }
            case FINISHED -> delivery.repeatResult(attempt);
        }
    }

    private void begin(Attempt attempt) {
        if (attempt.state() != AttemptState.ACCEPTED) {
            return;
        }
        JournalEntry entry = attempt.entry();
        Instant now = clock.instant();
        try {
            entry.markStarted(now, bootId);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the start cannot be journalled of " + entry.attempt(), e);
            finish(attempt, Outcome.failed(null, "journal_failed", "the agent's journal cannot be written", now));
            return;
        }
        StartMark mark = new StartMark(now, bootId);
        Consumer<Outcome> ended = outcome -> finish(attempt, outcome);
        Execution execution = executors.start(entry, mark, attempt.output(), ended);
        runs(attempt, execution, mark);
        tellStarted(attempt, mark);
    }

    private void resume(Attempt attempt, StartMark mark) {
        Consumer<Outcome> ended = outcome -> finish(attempt, outcome);
        Execution execution = executors.resume(attempt.entry(), mark, attempt.output(), ended);
        runs(attempt, execution, mark);
    }

    private void runs(Attempt attempt, Execution execution, StartMark mark) {
        Duration left = Duration.between(
                clock.instant(), mark.at().plus(attempt.entry().offer().timeout()));
        EventLoop.Timer timeout =
                loop.schedule(left.isNegative() ? Duration.ZERO : left, () -> execution.stop(StopReason.TIMEOUT));
        attempt.runs(execution, timeout);
        watch.begin();
    }

    private void tellStarted(Attempt attempt, StartMark mark) {
        HubFrame.Offer offer = attempt.entry().offer();
        uplink.send(new AgentFrame.Started(offer.taskId(), offer.attempt(), mark.at()));
    }

    private void cancel(Attempt attempt) {
        switch (attempt.state()) {
            case ACCEPTED -> finish(attempt, Outcome.stopped(StopReason.CANCELLED, null, clock.instant()));
            case STARTED -> attempt.execution().ifPresent(execution -> execution.stop(StopReason.CANCELLED));
            case FINISHED ->
                LOG.log(
                        Level.DEBUG,
                        "{0} ended before it was cancelled",
                        attempt.entry().attempt());
        }
    }

    private void finish(Attempt attempt, Outcome outcome) {
        attempt.ended();
        JournalEntry entry = attempt.entry();
        try {
            entry.finish(ResultFrame.of(entry, outcome));
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the result cannot be journalled of " + entry.attempt() + "; it is tried again", e);
            loop.schedule(Duration.ofSeconds(1), () -> finish(attempt, outcome));
            return;
        }
        if (attempt.isUnwanted()) {
            forget(attempt);
            return;
        }
        delivery.sendResultWhenDue(attempt);
        uplink.wake();
    }

    private void acknowledged(Attempt attempt) {
        if (attempt.state() == AttemptState.STARTED) {
            attempt.unwanted();
        } else {
            forget(attempt);
        }
    }

    private void outputAcknowledged(Attempt attempt, HubFrame.OutputAck ack) {
        try {
            attempt.output().acknowledge(ack.stream(), ack.seq());
            uplink.wake();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "an acknowledgement cannot be noted", e);
        }
    }

    private void forget(Attempt attempt) {
        attempts.remove(attempt);
        try {
            journal.forget(attempt.entry());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "an attempt cannot be removed from the journal", e);
        }
    }

    private void reject(HubFrame.Offer offer, @Nullable String reason) {
        uplink.send(new AgentFrame.Rejected(offer.taskId(), offer.attempt(), reason));
    }

    private void raise(long epoch) {
        try {
            journal.raiseEpoch(epoch);
        } catch (IOException e) {
            throw new UncheckedIOException("the epoch cannot be journalled", e);
        }
    }

    private Optional<Attempt> find(TaskAttempt attempt) {
        Optional<Attempt> found = attempts.find(attempt);
        if (found.isEmpty()) {
            LOG.log(Level.DEBUG, "{0} is not known here", attempt);
        }
        return found;
    }
}
