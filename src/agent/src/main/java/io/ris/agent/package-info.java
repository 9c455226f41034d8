/**
 * The agent: a small program on a remote machine that keeps a connection to its hub and runs the hub's tasks.
 *
 * <p>All state is confined to one {@link io.ris.agent.loop.EventLoop}; other threads only hand events to it. What must
 * survive the process is in the journal before it is told to the hub.
 */
@NullMarked
package io.ris.agent;

import org.jspecify.annotations.NullMarked;
