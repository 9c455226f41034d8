package io.ris.hub.tasks;

import io.ris.hub.platform.TenantCode;
import io.ris.protocol.AgentId;
import io.ris.protocol.TaskId;
import java.util.Optional;

/**
 * A task has come to its final state, in the store and on this node. Told on the thread that brought it there: who has more to do
 * than to take note does it elsewhere.
 *
 * @param job that it is a part of
 * @param type of the task, such as {@code command}
 * @param state how it ended
 */
public record TaskEnded(
        TenantCode tenant, TaskId task, Optional<String> job, AgentId agent, String type, TaskState state) {}
