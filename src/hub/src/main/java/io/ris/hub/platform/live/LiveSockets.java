package io.ris.hub.platform.live;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.websocket.Transport;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the conversation of each live WebSocket. Thread-safe. */
@HubService
public class LiveSockets {

    private final Instance<LiveTopic> topics;
    private final Instance<LiveBroadcast> broadcasts;
    private final LiveTurns turns;
    private final Clock clock;
    private final Map<TenantCode, AtomicInteger> open = new ConcurrentHashMap<>();

    @Inject
    LiveSockets(Instance<LiveTopic> topics, Instance<LiveBroadcast> broadcasts, LiveTurns turns, Clock clock) {
        this.topics = topics;
        this.broadcasts = broadcasts;
        this.turns = turns;
        this.clock = clock;
    }

    /** How many of the tenant in scope are open at this node. */
    public int size() {
        return count(TenantScope.require()).get();
    }

    private AtomicInteger count(TenantCode tenant) {
        return open.computeIfAbsent(tenant, code -> new AtomicInteger());
    }

    /** @param parameters of the handshake's query */
    LiveSocket open(LiveConnections.Place place, Transport transport, Map<String, List<String>> parameters) {
        AtomicInteger count = count(place.standing().caller().tenant());
        LiveSocket socket = new LiveSocket(
                place.standing(),
                topics.stream().toList(),
                turns,
                new WatchedTransport(transport, clock),
                count::decrementAndGet);
        count.incrementAndGet();
        place.taken(socket);
        socket.begin(broadcasts.stream().toList(), parameters);
        return socket;
    }
}
