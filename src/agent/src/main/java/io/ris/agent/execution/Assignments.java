package io.ris.agent.execution;

import io.ris.agent.journal.Journal;
import io.ris.agent.journal.JournalEntry;
import io.ris.agent.journal.StartMark;
import io.ris.agent.loop.EventLoop;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.AttemptState;
import io.ris.protocol.HubFrame;
import io.ris.protocol.TaskAttempt;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

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
    private final Executor workers;
    private final Clock clock;
    private final int capacity;
    private final String bootId;
    private final Uplink uplink;
    private final Attempts attempts = new Attempts();
    private final Examinations examinations;
    private final Delivery delivery;
    private final OutputWatch watch;

    /**
     * @param workers run what may hang
     * @param capacity how many attempts may be accepted or running at once
     * @param bootId the machine's present boot
     */
    public Assignments(
            Journal journal,
            TaskExecutors executors,
            EventLoop loop,
            Executor workers,
            Clock clock,
            int capacity,
            String bootId,
            Uplink uplink) {
        this.journal = journal;
        this.executors = executors;
        this.loop = loop;
        this.workers = workers;
        this.clock = clock;
        this.capacity = capacity;
        this.bootId = bootId;
        this.uplink = uplink;
        this.examinations = new Examinations(executors::requirePossible, loop);
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

    /**
     * A session begins, of which {@link #known()} is to tell the hub. What the former one offered and has no answer is dropped: the
     * hub gives it again.
     */
    public void beginSession() {
        examinations.dropAll();
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

    /**
     * A connection is there: sends everything that the hub has not acknowledged.
     *
     * @throws IOException if the epoch cannot be journalled: without it a former hub node might be obeyed after this one
     */
    public void welcomed(long epoch) throws IOException {
        journal.raiseEpoch(epoch);
        delivery.repeat();
    }

    /**
     * Does what the hub says.
     *
     * @throws IOException if the epoch cannot be journalled, so that nothing was done
     */
    public void handle(HubFrame.OfTask frame) throws IOException {
        switch (frame) {
            case HubFrame.Command command -> {
                if (command.epoch() < journal.highestEpoch()) {
                    refuseStale(command);
                } else {
                    journal.raiseEpoch(command.epoch());
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
        examinations.dropAll();
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
            case HubFrame.Recall recall -> {
                examinations.drop(recall.taskAttempt());
                find(recall.taskAttempt())
                        .filter(attempt -> attempt.state() == AttemptState.ACCEPTED)
                        .ifPresent(this::forget);
            }
            case HubFrame.Cancel cancel -> {
                examinations.cancel(cancel.taskAttempt());
                find(cancel.taskAttempt()).ifPresent(this::cancel);
            }
        }
    }

    private void refuseStale(HubFrame.Command command) {
        if (command instanceof HubFrame.Offer offer) {
            reject(offer, "stale_epoch");
            return;
        }
        LOG.log(Level.INFO, "{0} of a former hub node is not obeyed", command);
    }

    private void offered(HubFrame.Offer offer) {
        Optional<Attempt> known = attempts.find(offer.taskAttempt());
        if (known.isPresent()) {
            offeredAgain(known.get(), offer);
            return;
        }
        if (examinations.isPending(offer.taskAttempt())) {
            return;
        }
        Optional<String> refusal = refusal(offer);
        if (refusal.isPresent()) {
            reject(offer, refusal.get());
            return;
        }
        examinations.begin(offer, TaskExecutors.asksTheMachine(offer.spec()) ? workers : Runnable::run, this::examined);
    }

    private void examined(Examinations.Verdict verdict) {
        HubFrame.Offer offer = verdict.offer();
        verdict.refusal()
                .ifPresentOrElse(
                        refusal -> uplink.send(new AgentFrame.Rejected(
                                offer.taskId(),
                                offer.attempt(),
                                refusal.code(),
                                Words.cut(String.valueOf(refusal.getMessage())))),
                        () -> accept(offer, verdict.cancelled()));
    }

    private void accept(HubFrame.Offer offer, boolean cancelled) {
        try {
            JournalEntry entry = journal.accept(offer);
            Attempt attempt = new Attempt(entry, AttemptOutput.of(entry));
            attempts.add(attempt);
            uplink.send(new AgentFrame.Accepted(offer.taskId(), offer.attempt()));
            if (cancelled) {
                cancel(attempt);
            } else if (offer.start()) {
                begin(attempt);
            }
        } catch (IOException e) {
            LOG.log(Level.ERROR, "an offer cannot be journalled", e);
            reject(offer, "journal_failed");
        }
    }

    private Optional<String> refusal(HubFrame.Offer offer) {
        if (journal.isOver(offer.taskAttempt())) {
            return Optional.of("already_finished");
        }
        int taken = examinations.count() + attempts.count(AttemptState.ACCEPTED) + running();
        boolean full = taken >= capacity || waitingResults() >= MAX_WAITING;
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
        if (attempt.state() != AttemptState.ACCEPTED || attempt.outcome().isPresent()) {
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
        try {
            Consumer<Outcome> ended = outcome -> finish(attempt, outcome);
            runs(attempt, executors.start(entry, mark, attempt.output(), ended), mark);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "it cannot be run: " + entry.attempt(), e);
            finish(attempt, Outcome.failed(null, "internal_error", "the agent cannot run it: " + Words.of(e), now));
            return;
        }
        tellStarted(attempt, mark);
    }

    private void resume(Attempt attempt, StartMark mark) {
        Consumer<Outcome> ended = outcome -> finish(attempt, outcome);
        runs(attempt, executors.resume(attempt.entry(), mark, attempt.output(), ended), mark);
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
                        "it ended before its cancel: " + attempt.entry().attempt());
        }
    }

    /** The first end counts, though it may have to wait for the disk. */
    private void finish(Attempt attempt, Outcome outcome) {
        if (attempt.outcome().isEmpty()) {
            attempt.ended(outcome);
            conclude(attempt, outcome);
        }
    }

    private void conclude(Attempt attempt, Outcome outcome) {
        JournalEntry entry = attempt.entry();
        if (!attempts.holds(attempt)) {
            return; // recalled while the disk was full
        }
        try {
            entry.finish(ResultFrame.of(entry, outcome));
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the result cannot be journalled of " + entry.attempt() + "; it is tried again", e);
            loop.schedule(Duration.ofSeconds(1), () -> conclude(attempt, outcome));
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
        } catch (IOException e) {
            LOG.log(Level.WARNING, "an acknowledgement cannot be noted", e);
        } finally {
            uplink.wake();
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

    private void reject(HubFrame.Offer offer, String reason) {
        uplink.send(new AgentFrame.Rejected(offer.taskId(), offer.attempt(), reason));
    }

    private Optional<Attempt> find(TaskAttempt attempt) {
        Optional<Attempt> found = attempts.find(attempt);
        if (found.isEmpty()) {
            LOG.log(Level.DEBUG, "{0} is not known here", attempt);
        }
        return found;
    }
}
