package io.ris.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManager;

/** An agent's WebSocket in the hands of a test. */
final class AgentSocket {

    private static final String SUBPROTOCOL = "ris.v1";
    private static final int LIMIT_SECONDS = 30;

    private AgentSocket() {}

    /** Connects with an agent's keys. */
    static WebSocket open(Hub hub, int port, KeyManager[] keys, WebSocket.Listener listener)
            throws InterruptedException, ExecutionException, TimeoutException {
        return HttpClient.newBuilder()
                .sslContext(RisApi.trusting(hub.tls("ca.pem"), keys))
                .build()
                .newWebSocketBuilder()
                .subprotocols(SUBPROTOCOL)
                .buildAsync(URI.create("wss://localhost:" + port + "/pingpong"), listener)
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
