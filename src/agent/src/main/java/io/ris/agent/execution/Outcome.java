package io.ris.agent.execution;

import io.ris.protocol.ResultStatus;
import io.ris.protocol.TaskResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended.
 *
 * @param result what it brought; null where it never got so far
 * @param error stable code; null for completed ones
 * @param detail the error in words, cut to what is passed on of them
 * @param completedAt when it ended
 * @param noEffect whether it is certain that it did nothing beyond this agent
 */
record Outcome(
        ResultStatus status,
        @Nullable TaskResult result,
        @Nullable String error,
        @Nullable String detail,
        Instant completedAt,
        boolean noEffect) {

    Outcome {
        detail = detail == null ? null : Words.cut(detail);
    }

    /** Ended by itself, well. */
    static Outcome completed(TaskResult result, Instant at) {
        return new Outcome(ResultStatus.COMPLETED, result, null, null, at, false);
    }

    /** Ended by itself, badly. */
    static Outcome failed(@Nullable TaskResult result, String error, String detail, Instant at) {
        return new Outcome(ResultStatus.FAILED, result, error, detail, at, false);
    }

    /** Ended by itself before it could do anything, so that another attempt does no harm. */
    static Outcome withoutEffect(String error, String detail, Instant at) {
        return new Outcome(ResultStatus.FAILED, null, error, detail, at, true);
    }

    /** Ended from outside. */
    static Outcome stopped(StopReason reason, @Nullable TaskResult result, Instant at) {
        return switch (reason) {
            case CANCELLED ->
                new Outcome(ResultStatus.CANCELLED, result, "cancelled", "the task was cancelled", at, false);
            case TIMEOUT -> new Outcome(ResultStatus.TIMEOUT, result, "timeout", "the task took too long", at, false);
        };
    }

    /** Nobody can tell: the attempt may have had effects, and how it ended is lost. */
    static Outcome unknown(Instant at) {
        return failed(null, "outcome_unknown", "the agent was away while the task ran, and its end left no trace", at);
    }
}
