package io.ris.hub.fleet.connection;

import static org.awaitility.Awaitility.await;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.IssuedCertificate;
import io.ris.hub.platform.websocket.Transport;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.FrameException;
import io.ris.protocol.HubFrame;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** An agent at the hub's end of its connection: says frames, keeps what it is told. */
public final class FakeAgent {

    private final AgentGateway gateway;
    private final AgentConnection connection;
    private final List<HubFrame> told;

    private FakeAgent(AgentGateway gateway, AgentConnection connection, List<HubFrame> told) {
        this.gateway = gateway;
        this.connection = connection;
        this.told = told;
    }

    /** Connects with a certificate and is welcomed. */
    public static FakeAgent connect(AgentGateway gateway, AgentKey agent, IssuedCertificate certificate) {
        return connect(gateway, AgentIdentity.of(agent, certificate), 1, List.of());
    }

    /** Connects with a certificate and with what it has in its journal, and is welcomed. */
    public static FakeAgent connect(
            AgentGateway gateway,
            AgentKey agent,
            IssuedCertificate certificate,
            int capacity,
            List<AgentFrame.KnownTask> journal) {
        return connect(gateway, AgentIdentity.of(agent, certificate), capacity, journal);
    }

    static FakeAgent connect(
            AgentGateway gateway, AgentIdentity identity, int capacity, List<AgentFrame.KnownTask> journal) {
        FakeAgent session = connecting(gateway, identity, capacity, journal);
        session.next(HubFrame.Welcome.class);
        return session;
    }

    /** Connects with a certificate, whatever becomes of it. */
    static FakeAgent connecting(AgentGateway gateway, AgentKey agent, IssuedCertificate certificate) {
        return connecting(gateway, AgentIdentity.of(agent, certificate), 1, List.of());
    }

    private static FakeAgent connecting(
            AgentGateway gateway, AgentIdentity identity, int capacity, List<AgentFrame.KnownTask> journal) {
        List<HubFrame> told = new CopyOnWriteArrayList<>();
        AgentConnection connection = gateway.open(identity, new Transport() {
            @Override
            public void sendText(String text, Consumer<Boolean> done) {
                told.add(decode(text));
                done.accept(true);
            }

            @Override
            public boolean sendPing() {
                return true;
            }

            @Override
            public void close(int code, String reason) {
                told.add(new HubFrame.Fault(Integer.toString(code), reason, "close"));
            }
        });
        FakeAgent session = new FakeAgent(gateway, connection, told);
        session.say(new AgentFrame.Hello(
                identity.agent().agentId(),
                "1.0.0",
                List.of(FrameCodec.VERSION),
                Set.of("command", "http_request"),
                capacity,
                new AgentFrame.Host("linux", "amd64", "test", 2, 1024),
                Map.of(),
                List.of(),
                null,
                "boot",
                0,
                journal));
        return session;
    }

    private static HubFrame decode(String text) {
        try {
            return FrameCodec.decodeHubFrame(text);
        } catch (FrameException e) {
            throw new IllegalStateException(text, e);
        }
    }

    public void say(AgentFrame frame) {
        gateway.receive(connection, FrameCodec.encode(frame));
    }

    /** The connection is gone. */
    public void leave() {
        gateway.closed(connection, "1006 gone");
    }

    public long epoch() {
        return connection.epoch();
    }

    /** Everything of a kind that was told so far. */
    public <T extends HubFrame> List<T> all(Class<T> kind) {
        return told.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The first frame of a kind, once it is there. */
    public <T extends HubFrame> T next(Class<T> kind) {
        return next(kind, frame -> true);
    }

    /** The first frame of a kind that fits, once it is there. */
    public <T extends HubFrame> T next(Class<T> kind, Predicate<T> fits) {
        await().until(() -> all(kind).stream().anyMatch(fits));
        return all(kind).stream().filter(fits).findFirst().orElseThrow();
    }
}
