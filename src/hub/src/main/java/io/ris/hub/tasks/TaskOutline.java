package io.ris.hub.tasks;

import io.ris.protocol.AgentId;
import io.ris.protocol.TaskAttempt;
import io.ris.protocol.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of a task says where it stands, without what may be large: for looks at many at once.
 *
 * @param attempt number of the last offer; 0 before the first
 * @param notBefore not due before; null for at once
 * @param expiresAt fails if not started until then; null for never
 * @param deadline when a running attempt is given up
 * @param lostSince since when the agent of a running task is away; null while it is there
 * @param nextAttemptAt when a retrying task is due
 */
record TaskOutline(
        TaskId id,
        AgentId agentId,
        TaskState state,
        int priority,
        int attempt,
        Instant createdAt,
        @Nullable Instant notBefore,
        @Nullable Instant expiresAt,
        @Nullable Instant deadline,
        @Nullable Instant lostSince,
        @Nullable Instant nextAttemptAt) {

    /** As its agent's lane knows it while it waits. */
    AgentLane.Waiting waiting() {
        return AgentLane.Waiting.of(id, priority, createdAt, notBefore);
    }

    /** The last attempt; there must have been one. */
    TaskAttempt taskAttempt() {
        return new TaskAttempt(id, attempt);
    }
}
