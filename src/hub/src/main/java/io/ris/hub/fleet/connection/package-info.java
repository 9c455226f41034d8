/**
 * The WebSockets to the agents: who may connect, the conversation up to {@code welcome}, liveness, and one outbox for
 * each connection. What frames about tasks mean is for their {@link AgentFrameListener}.
 */
@NullMarked
package io.ris.hub.fleet.connection;

import org.jspecify.annotations.NullMarked;
