package io.ris.hub.fleet.connection;

import io.ris.protocol.AgentFrame;

/**
 * Handles what agents say about work and about their machines. Called in the agent's tenant scope; for one connection never by two threads at
 * once.
 */
public interface AgentFrameListener {

    /** The agent was welcomed; its hello says what it still knows of. */
    void connected(AgentConnection connection, AgentFrame.Hello hello);

    /** The connection takes work from now on: every listener has heard of it. */
    void ready(AgentConnection connection);

    /** The agent said something about a task. */
    void received(AgentConnection connection, AgentFrame.OfTask frame);

    /** The heartbeat says how much room there is. */
    void heartbeat(AgentConnection connection);

    /** The agent observed its machine. What is in the report has not been looked at. */
    default void reported(AgentConnection connection, AgentFrame.Report report) {}

    /** The connection is over. */
    void disconnected(AgentConnection connection);
}
