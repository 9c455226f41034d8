package io.ris.hub.platform.live;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.websocket.Transport;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;

/** Makes the conversation of each live WebSocket. Thread-safe. */
@HubService
class LiveSockets {

    private final Instance<LiveTopic> topics;
    private final LiveTurns turns;
    private final Clock clock;

    @Inject
    LiveSockets(Instance<LiveTopic> topics, LiveTurns turns, Clock clock) {
        this.topics = topics;
        this.turns = turns;
        this.clock = clock;
    }

    LiveSocket open(LiveConnections.Place place, Transport transport) {
        LiveSocket socket = new LiveSocket(
                place.standing(), topics.stream().toList(), turns, new WatchedTransport(transport, clock));
        place.taken(socket);
        return socket;
    }
}
