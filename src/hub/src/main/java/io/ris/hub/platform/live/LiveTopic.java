package io.ris.hub.platform.live;

import com.fasterxml.jackson.databind.JsonNode;

/** A kind of thing that can be subscribed to over the live WebSocket; capabilities provide them. */
public interface LiveTopic {

    /** The field of a subscription that names the thing, such as {@code task_id}; no two topics have the same. */
    String field();

    /** What the types of its messages begin with, such as {@code task_}. */
    String prefix();

    /** What a subscriber must be allowed to do. */
    String permission();

    /**
     * What there is to tell of a thing of the tenant in scope.
     *
     * @param subscription as it was sent
     * @throws io.ris.hub.platform.HubException if it names nothing, or is wrong
     */
    LiveFeed open(JsonNode subscription);
}
