package io.ris.agent.connection;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where the hub accepts this agent, and how the agent shows who it is. Asked before each attempt, on the event loop. */
public interface HubAccess {

    /** Fails with {@link AccessRefusedException} where the hub will never accept this agent as it is. */
    CompletionStage<Entrance> entrance();

    /**
     * What one attempt uses.
     *
     * @param client with the agent's TLS context
     * @param uri where to connect
     * @param authorization value of the header of that name; null for none
     */
    record Entrance(HttpClient client, URI uri, @Nullable String authorization) {

        /** Never shows the authorization. */
        @Override
        public String toString() {
            return "Entrance[" + uri + "]";
        }
    }
}
