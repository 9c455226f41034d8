package io.ris.agent.execution;

import io.ris.protocol.AgentFrame;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The way to the hub as it stands. Frames given while there is no connection go nowhere: what matters is in the journal and
 * is told again after {@code welcome}. Called on the event loop only.
 */
public interface Uplink {

    /** Sends a frame, in the order given. */
    void send(AgentFrame frame);

    /** Sends what the supplier gives when its turn comes, if it gives anything. */
    void sendLazily(Supplier<Optional<AgentFrame>> frame);

    /** There may be new output to fetch. */
    void wake();
}
