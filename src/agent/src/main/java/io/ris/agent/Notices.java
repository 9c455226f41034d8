package io.ris.agent;

import io.ris.protocol.AgentId;
import java.net.URI;
import java.time.Duration;

/** What the person who started an agent is told. */
interface Notices {

    /** The hub has said welcome. */
    void connected(URI hub, String name, AgentId agentId);

    /** @param next time to the next attempt to connect */
    void disconnected(String reason, Duration next);

    /** The hub does not want the agent any more. */
    void dismissed(String reason);

    /** Enrolment takes its time, or the certificate was renewed. */
    void progress(String line);

    /** The agent cannot go on. */
    void failed(String line);
}
