package io.ris.agent.execution;

import io.ris.agent.loop.EventLoop;
import io.ris.agent.policy.RefusedException;
import io.ris.protocol.HubFrame;
import io.ris.protocol.TaskAttempt;
import io.ris.protocol.TaskSpec;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Offers of which it is being found out whether they can and may run here. That asks disks and directory services, which may
 * hang, so another thread does it; the verdict comes back to the event loop, to which all else is confined.
 */
final class Examinations {

    /** Less than hubs wait for the answer to an offer unless told otherwise. */
    static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Logger LOG = System.getLogger(Examinations.class.getName());

    private final Question question;
    private final EventLoop loop;
    private final Map<TaskAttempt, Examination> pending = new HashMap<>();

    /** @param question what is to be found out; asked on any thread */
    Examinations(Question question, EventLoop loop) {
        this.question = question;
        this.loop = loop;
    }

    /** Whether a task can and may run. */
    @FunctionalInterface
    interface Question {

        /** @throws RefusedException if it may or can not */
        void requirePossible(TaskSpec spec) throws RefusedException;
    }

    /**
     * What came out.
     *
     * @param refusal why it does not run here; empty where it can
     * @param cancelled whether the hub has called it off meanwhile
     */
    record Verdict(HubFrame.Offer offer, Optional<RefusedException> refusal, boolean cancelled) {}

    /**
     * Examines an offer that is not being examined.
     *
     * @param worker runs the question
     * @param told the verdict, later, on the event loop, unless the offer is dropped
     */
    void begin(HubFrame.Offer offer, Executor worker, Consumer<Verdict> told) {
        Examination examination = new Examination(offer, told);
        pending.put(offer.taskAttempt(), examination);
        worker.execute(examination::look);
    }

    /** Whether the offer has no verdict yet. */
    boolean isPending(TaskAttempt attempt) {
        return pending.containsKey(attempt);
    }

    /** How many offers have no verdict yet. */
    int count() {
        return pending.size();
    }

    /** The offer's verdict will say that it was called off. */
    void cancel(TaskAttempt attempt) {
        Examination examination = pending.get(attempt);
        if (examination != null) {
            examination.cancelled = true;
        }
    }

    /** Nobody wants the offer's verdict any more. */
    void drop(TaskAttempt attempt) {
        Examination examination = pending.remove(attempt);
        if (examination != null) {
            examination.close();
        }
    }

    /** Nobody wants any verdict any more. */
    void dropAll() {
        pending.values().forEach(Examination::close);
        pending.clear();
    }

    private final class Examination {

        private final HubFrame.Offer offer;
        private final Consumer<Verdict> told;
        private final EventLoop.Timer patience;
        private volatile boolean begun;
        private volatile boolean over;
        private boolean cancelled;

        Examination(HubFrame.Offer offer, Consumer<Verdict> told) {
            this.offer = offer;
            this.told = told;
            this.patience = loop.schedule(PATIENCE, this::hangs);
        }

        /** On a worker's thread. */
        void look() {
            if (over) {
                return;
            }
            begun = true;
            RefusedException refusal = refusal();
            loop.execute(() -> end(refusal));
        }

        private @Nullable RefusedException refusal() {
            try {
                question.requirePossible(offer.spec());
                return null;
            } catch (RefusedException e) {
                return e;
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "the offer cannot be examined of " + offer.taskAttempt(), e);
                return new RefusedException("internal_error", "the agent cannot examine it: " + Words.of(e));
            }
        }

        private void hangs() {
            if (begun) {
                LOG.log(Level.WARNING, "{0} is refused: what it asks of this machine hangs", offer.taskAttempt());
                String words = "the machine did not tell within " + PATIENCE.toSeconds() + " s whether it can run it";
                end(new RefusedException("machine_hangs", words));
            } else {
                end(new RefusedException("at_capacity", "what other offers ask of this machine hangs"));
            }
        }

        private void end(@Nullable RefusedException refusal) {
            if (!over) {
                drop(offer.taskAttempt());
                told.accept(new Verdict(offer, Optional.ofNullable(refusal), cancelled));
            }
        }

        void close() {
            over = true;
            patience.cancel();
        }
    }
}
