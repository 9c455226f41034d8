package io.ris.agent.connection;

import io.ris.agent.testing.ManualLoop;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.FrameException;
import io.ris.protocol.HubFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;

/** An agent's connection over wires that tests hold in their hands. */
abstract class ConnectionOverFakeWires {

    static final String WELCOME = welcome(null);

    static String welcome(Integer maxAttempts) {
        return FrameCodec.encode(new HubFrame.Welcome(
                "s",
                "n",
                3,
                Duration.ofSeconds(30),
                new HubFrame.ReconnectPolicy(Duration.ofSeconds(2), Duration.ofSeconds(60), 2, 0, maxAttempts),
                0));
    }

    final ManualLoop loop = new ManualLoop();
    final List<FakeWire> wires = new ArrayList<>();
    final FakePeer peer = new FakePeer();
    boolean hubIsDown;
    AccessRefusedException refusal;
    final HubConnection connection =
            new HubConnection(this::open, loop, loop, RandomGenerator.of("L64X128MixRandom"), peer);

    @BeforeEach
    void connect() {
        connection.connect();
        loop.run();
    }

    private CompletionStage<Wire> open(Wire.Listener listener) {
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        if (hubIsDown) {
            return CompletableFuture.failedFuture(new IOException("connection refused"));
        }
        FakeWire wire = new FakeWire(listener);
        wires.add(wire);
        return CompletableFuture.completedFuture(wire);
    }

    FakeWire wire() {
        return wires.getLast();
    }

    void hear(String message) {
        wire().listener.heard();
        wire().listener.message(message);
        loop.run();
    }

    static final class FakeWire implements Wire {

        final Listener listener;
        final List<AgentFrame> sent = new ArrayList<>();
        boolean aborted;
        int closedWith;
        int asked;

        FakeWire(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void begin() {}

        @Override
        public void proceed() {
            asked++;
        }

        @Override
        public CompletionStage<?> send(String message) {
            try {
                sent.add(FrameCodec.decodeAgentFrame(message));
            } catch (FrameException e) {
                throw new AssertionError(e);
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close(int code, String reason) {
            closedWith = code;
        }

        @Override
        public void abort() {
            aborted = true;
        }
    }
}
