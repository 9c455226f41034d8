package io.ris.hub.platform.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** What a live WebSocket is told without asking for it, if its caller may know; capabilities provide them. */
public interface LiveBroadcast {

    /** What a reader must be allowed to do. */
    String permission();

    /**
     * What there is to tell one reader of the tenant in scope.
     *
     * @param parameters of the handshake's query
     */
    Feed open(Map<String, List<String>> parameters);

    /** A feed of which its reader may want less. Its messages have no position. */
    interface Feed extends LiveFeed {

        /**
         * From now on the reader is told of some things only. From any thread.
         *
         * @param wish with {@code agents} or {@code types}, or both
         * @throws io.ris.hub.platform.HubException.Invalid if it is wrong; then nothing changes
         */
        void narrow(JsonNode wish);
    }
}
