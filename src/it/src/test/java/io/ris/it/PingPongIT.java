package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.WebSocket;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client with an agent's certificate that does not behave as an agent: the hub cuts it off and goes on. */
@ExtendWith(SharedHub.class)
class PingPongIT {

    private static final int PIECE = 256 * 1024;

    /** Many more than a message may hold. */
    private static final int PIECES = 64;

    private static final int TOO_BIG = 1009;
    private static final int POLICY = 1008;

    private final Hub hub;
    private final RisApi api;
    private final AgentSocket.Heard heard = new AgentSocket.Heard();
    private final CompletableFuture<Integer> closed = heard.closed();
    private JsonNode agent;
    private WebSocket socket;

    PingPongIT(Hub hub) {
        this.hub = hub;
        this.api = hub.admin();
    }

    @BeforeEach
    void connect() throws Exception {
        agent = api.createAgent("odd-" + UUID.randomUUID());
        socket = AgentSocket.open(hub, hub.port(), ClientKeys.enrolled(hub.api(), agent), heard);
    }

    @AfterEach
    void clean() {
        socket.abort();
        api.delete("/platform/v1/ris/" + agent.path("unique_client_id").asText());
    }

    @Test
    void boundsAMessageThatComesInPieces() throws Exception {
        String piece = "x".repeat(PIECE);
        int taken = 0;
        while (taken < PIECES && isTaken(piece)) {
            taken++;
        }

        assertThat(taken).as("pieces before the connection was cut").isLessThan(PIECES);
        // The reset that follows may overtake the close frame.
        assertThat(closed.exceptionally(reset -> TOO_BIG).get(30, TimeUnit.SECONDS))
                .isEqualTo(TOO_BIG);
        assertThat(api.get("/health/ready").status()).isEqualTo(200);
    }

    private boolean isTaken(String piece) throws InterruptedException, TimeoutException {
        try {
            socket.sendText(piece, false).get(10, TimeUnit.SECONDS);
            return !closed.isDone();
        } catch (ExecutionException cutOff) {
            assertThat(cutOff).hasCauseInstanceOf(IOException.class);
            return false;
        }
    }

    @Test
    void takesAMessageThatComesInPieces() throws Exception {
        socket.sendText("{\"type\":\"heart", false).get(10, TimeUnit.SECONDS);
        socket.sendText("beat\"}", true).get(10, TimeUnit.SECONDS);
        for (int i = 0; i < 2; i++) {
            socket.sendText("{}", true).get(10, TimeUnit.SECONDS);
        }

        assertThat(closed.get(30, TimeUnit.SECONDS))
                .as("after three faults in a row")
                .isEqualTo(1003);
    }

    @Test
    void closesAConnectionThatNeverSaysHello() throws Exception {
        assertThat(closed.get(90, TimeUnit.SECONDS)).isEqualTo(POLICY);
    }
}
