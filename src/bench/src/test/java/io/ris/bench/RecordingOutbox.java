package io.ris.bench;

import io.ris.protocol.AgentFrame;
import java.util.ArrayList;
import java.util.List;

/** Keeps what an agent sends. */
final class RecordingOutbox implements Outbox {

    private final List<AgentFrame> sent = new ArrayList<>();
    private boolean closed;

    @Override
    public void send(AgentFrame frame) {
        sent.add(frame);
    }

    @Override
    public void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** What was sent since the last call. */
    List<AgentFrame> take() {
        List<AgentFrame> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }
}
