package io.ris.hub.tasks;

import io.ris.hub.platform.TenantCode;
import io.ris.protocol.TaskId;

/**
 * More of what a task writes is in the store, brought there by this node. Told on the thread that brought it there: who has more to
 * do than to take note does it elsewhere.
 */
public record OutputStored(TenantCode tenant, TaskId task) {}
