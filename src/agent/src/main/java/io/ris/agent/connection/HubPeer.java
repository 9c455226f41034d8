package io.ris.agent.connection;

import io.ris.protocol.AgentFrame;
import io.ris.protocol.HubFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The agent, as its connection sees it. Every call is made on the event loop. */
public interface HubPeer {

    /** What to say first on a new connection. */
    AgentFrame.Hello hello();

    /** How the agent is now. */
    AgentFrame.Heartbeat heartbeat();

    /** The agent's addresses, if they are others than it last said. */
    Optional<AgentFrame.NetworkChanged> networkChange();

    /** The next piece of output, if there is one; asked when nothing more urgent waits. */
    Optional<AgentFrame> nextOutput();

    /**
     * The connection is ready.
     *
     * @throws IOException if what the agent must remember of it cannot be written; that ends the session
     */
    void welcomed(HubFrame.Welcome welcome) throws IOException;

    /**
     * The hub says something about a task.
     *
     * @throws IOException if what the agent must remember of it cannot be written; that ends the session
     */
    void received(HubFrame.OfTask frame) throws IOException;

    /** The hub says something about the agent's certificate. */
    void received(HubFrame.OfCertificate frame);

    /**
     * There is no connection.
     *
     * @param next time to the next attempt
     */
    void disconnected(String reason, Duration next);

    /** As many attempts in a row failed as the hub said are enough; there is no further one. */
    void gaveUp(String reason);

    /** The hub does not want this agent any more; there is no further attempt. */
    void dismissed(String reason);
}
