/**
 * Tasks: one unit of work for one agent, from submit to its final state.
 *
 * <p>Invariants: a task is acknowledged once the store has it durably. Every change of state is one compare-and-set on its
 * document, guarded by status, attempt and epoch, and leaves an event. A final state never changes. {@code start} is sent
 * only after {@code running} is stored, so an attempt that is not {@code running} has not run and may be given again.
 *
 * <p>The way of a task: {@link TaskSubmission} stores it - the queue {@code ris.tasks} - {@link
 * TaskQueueListener} - {@link TaskDispatcher}, which holds each agent's waiting tasks in priority order ({@link
 * AgentLane}) and offers them as the agent has room - results come back through {@link TaskFrames}. {@link TaskSweeper}
 * makes good what a crash, a lost message or silence left behind.
 */
@NullMarked
package io.ris.hub.tasks;

import org.jspecify.annotations.NullMarked;
