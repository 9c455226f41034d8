package io.ris.bench;

import io.ris.protocol.AgentFrame;

/** The way from a simulated agent to the hub, for as long as one connection lives. */
interface Outbox {

    /** Sends in the order of the calls. */
    void send(AgentFrame frame);

    /** Ends the connection. */
    void close();
}
