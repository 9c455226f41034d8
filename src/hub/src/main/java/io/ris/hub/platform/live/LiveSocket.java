package io.ris.hub.platform.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.persistence.StoreFaults;
import io.ris.hub.platform.web.AccessControl;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Standing;
import io.ris.hub.platform.websocket.Outbox;
import io.ris.protocol.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * One live WebSocket: what is asked for, and what is told. Every message is an object with {@code type} and {@code payload}. All
 * subscriptions share one outbox, and wait while more is in it than may be.
 */
final class LiveSocket implements LiveConnection {

    private static final int MAX_SUBSCRIPTIONS = 100;
    private static final long MAX_WAITING_CHARS = 256 * 1024;
    private static final int CLOSE_POLICY = 1008;
    private static final int CLOSE_TRY_LATER = 1013;

    private final Standing standing;
    private final List<LiveTopic> topics;
    private final Executor turns;
    private final WatchedTransport transport;
    private final Outbox outbox;
    private final Liveness liveness;
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final List<Broadcast> broadcasts = new CopyOnWriteArrayList<>();
    private final Runnable whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean over;

    /** @param whenClosed called once, when the connection is gone */
    LiveSocket(
            Standing standing,
            List<LiveTopic> topics,
            Executor turns,
            WatchedTransport transport,
            Runnable whenClosed) {
        this.whenClosed = whenClosed;
        this.standing = standing;
        this.topics = topics;
        this.turns = turns;
        this.transport = transport;
        this.outbox = new Outbox(transport);
        this.liveness = new Liveness(transport.clock().instant());
        transport.whenSent(this::tryAgain);
    }

    /** Begins with what the other side is told without asking for it. */
    void begin(List<LiveBroadcast> all, Map<String, List<String>> parameters) {
        Caller caller = standing.caller();
        all.stream()
                .filter(broadcast -> caller.permissions().contains(broadcast.permission()))
                .forEach(broadcast -> broadcasts.add(
                        new Broadcast(TenantScope.call(caller.tenant(), () -> broadcast.open(parameters)))));
        broadcasts.forEach(Broadcast::begin);
    }

    void heard() {
        liveness.heard(transport.clock().instant());
    }

    /** Handles one message; one after the other. */
    void receive(String message) {
        heard();
        try {
            LiveRequest request = LiveRequest.read(message);
            Caller caller = standing.now();
            AccessControl.requireOneOf(caller.permissions(), request.permissions());
            TenantScope.run(caller.tenant(), () -> handle(request, caller));
        } catch (LiveRequest.NotUnderstoodException e) {
            error(e.code(), String.valueOf(e.getMessage()));
        } catch (HubException e) {
            error(e.type().slug(), e.detail());
        } catch (RuntimeException e) {
            if (!StoreFaults.isOutage(e)) {
                throw e;
            }
            error("store_unavailable", "the store does not answer; try again");
        }
    }

    private void handle(LiveRequest request, Caller caller) {
        switch (request) {
            case LiveRequest.Ping ping ->
                tell(
                        "pong",
                        object().put("timestamp", transport.clock().instant().toString()));
            case LiveRequest.Subscribe subscribe -> subscribe(subscribe.payload(), caller);
            case LiveRequest.Unsubscribe unsubscribe -> unsubscribe(unsubscribe.payload());
        }
    }

    private void subscribe(JsonNode payload, Caller caller) {
        if (payload.has("agents") || payload.has("types")) {
            broadcasts.forEach(broadcast -> broadcast.feed.narrow(payload));
            tell("subscribed", payload);
            return;
        }
        LiveTopic topic = topic(payload);
        AccessControl.require(caller.permissions(), topic.permission());
        String thing = payload.path(topic.field()).asText();
        LiveFeed feed = topic.open(payload);
        String name = topic.field() + "/" + thing;
        if (subscriptions.size() >= MAX_SUBSCRIPTIONS && !subscriptions.containsKey(name)) {
            error("too_many_subscriptions", "there may be " + MAX_SUBSCRIPTIONS + " on a connection");
            return;
        }
        Subscription subscription = new Subscription(name, topic, thing, feed);
        Subscription former = subscriptions.put(name, subscription);
        if (former != null) {
            former.stop();
        }
        tell("subscribed", object().put(topic.field(), thing));
        subscription.begin();
    }

    private void unsubscribe(JsonNode payload) {
        LiveTopic topic = topic(payload);
        String thing = payload.path(topic.field()).asText();
        Subscription subscription = subscriptions.remove(topic.field() + "/" + thing);
        if (subscription != null) {
            subscription.stop();
        }
        tell("unsubscribed", object().put(topic.field(), thing));
    }

    private LiveTopic topic(JsonNode payload) {
        return topics.stream()
                .filter(topic -> payload.path(topic.field()).isTextual())
                .findFirst()
                .orElseThrow(() -> HubException.Invalid.rule("payload", "must name one of " + fields()));
    }

    private List<String> fields() {
        Stream<String> narrowing = broadcasts.isEmpty() ? Stream.empty() : Stream.of("agents", "types");
        return Stream.concat(topics.stream().map(LiveTopic::field), narrowing)
                .sorted()
                .toList();
    }

    private void error(String code, String detail) {
        tell("error", object().put("code", code).put("message", detail));
    }

    private void tell(String type, JsonNode payload) {
        try {
            outbox.send(
                    Json.strict().writeValueAsString(object().put("type", type).set("payload", payload)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message cannot be written as JSON", e);
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    void close(int code, String reason) {
        outbox.close(code, reason);
    }

    /** The connection is gone. */
    void closed() {
        over = true;
        subscriptions.values().forEach(Subscription::stop);
        subscriptions.clear();
        broadcasts.forEach(Broadcast::stop);
        if (closed.compareAndSet(false, true)) {
            whenClosed.run();
        }
    }

    @Override
    public void keepAlive(Instant now) {
        if (liveness.isPingDue(now) && outbox.waitingChars() == 0) {
            liveness.asked(now);
            outbox.ping();
        }
    }

    @Override
    public boolean isSilent(Instant now) {
        return liveness.isGone(now);
    }

    @Override
    public void tryAgain() {
        subscriptions.values().forEach(Subscription::wake);
        broadcasts.forEach(broadcast -> broadcast.reader.wake());
    }

    @Override
    public Instant blockedSince() {
        return transport.sendingSince();
    }

    @Override
    public void end(String reason) {
        close(reason.equals("draining") ? CLOSE_TRY_LATER : CLOSE_POLICY, reason);
    }

    @Override
    public void abort(String reason) {
        closed();
        transport.close(CLOSE_POLICY, reason);
    }

    /** One thing that is told of. */
    private final class Subscription implements LiveSink {

        private final String name;
        private final LiveTopic topic;
        private final String thing;
        private final LiveFeed feed;
        private final LiveReader reader;
        private volatile boolean stopped;

        Subscription(String name, LiveTopic topic, String thing, LiveFeed feed) {
            this.name = name;
            this.topic = topic;
            this.thing = thing;
            this.feed = feed;
            this.reader = new LiveReader(feed, this, turns);
        }

        void begin() {
            feed.begin(reader::wake);
            reader.wake();
            if (over) {
                stop();
            }
        }

        void wake() {
            reader.wake();
        }

        void stop() {
            stopped = true;
            feed.close();
        }

        @Override
        public boolean isReady() {
            return !stopped && outbox.waitingChars() < MAX_WAITING_CHARS;
        }

        @Override
        public void send(LiveMessage message) {
            ObjectNode payload = Json.strict().valueToTree(message.payload());
            payload.put("position", message.position());
            tell(topic.prefix() + message.type(), payload);
        }

        @Override
        public void finish(String reason) {
            subscriptions.remove(name, this);
            tell(topic.prefix() + "end", object().put(topic.field(), thing).put("reason", reason));
        }
    }

    /** What is told without being asked for. */
    private final class Broadcast implements LiveSink {

        private final LiveBroadcast.Feed feed;
        private final LiveReader reader;

        Broadcast(LiveBroadcast.Feed feed) {
            this.feed = feed;
            this.reader = new LiveReader(feed, this, turns);
        }

        void begin() {
            feed.begin(reader::wake);
            reader.wake();
            if (over) {
                stop();
            }
        }

        void stop() {
            feed.close();
        }

        @Override
        public boolean isReady() {
            return !over && outbox.waitingChars() < MAX_WAITING_CHARS;
        }

        @Override
        public void send(LiveMessage message) {
            outbox.send("{\"type\":\"" + message.type() + "\",\"payload\":" + text(message.payload()) + "}");
        }

        private static String text(Object payload) {
            try {
                return payload instanceof RawJson raw
                        ? raw.text()
                        : Json.strict().writeValueAsString(payload);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a message cannot be written as JSON", e);
            }
        }

        @Override
        public void finish(String reason) {
            stop();
        }
    }
}
