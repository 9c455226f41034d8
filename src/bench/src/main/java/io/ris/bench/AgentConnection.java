package io.ris.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.FrameException;
import io.ris.protocol.HubFrame;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of one simulated agent, as the last handler of its pipeline: turns messages into frames, sends heartbeats
 * and counts. Behind each heartbeat goes a WebSocket ping; as a connection is read in order, its pong says that the
 * heartbeat was read. Confined to its channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel, and channelInactive tells
final class AgentConnection extends SimpleChannelInboundHandler<WebSocketFrame> {

    /** Who owns the connection and decides what follows. */
    interface Owner {

        /** The hub said welcome. */
        void welcomed(HubFrame.Welcome welcome);

        /** Whether the agent sends heartbeats when they are due. */
        boolean sendsHeartbeats();

        /** The connection, or the attempt to get one, is over. Called once. */
        void ended(Ending ending);
    }

    private final SimulatedAgent agent;
    private final Owner owner;
    private final FleetCounts counts;

    private @Nullable Future<?> heartbeats;
    private boolean forbidden;
    private final long begunMillis = System.currentTimeMillis();

    AgentConnection(SimulatedAgent agent, Owner owner, FleetCounts counts) {
        this.agent = agent;
        this.owner = owner;
        this.counts = counts;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        switch (event) {
            case ClientHandshakeStateEvent.HANDSHAKE_COMPLETE -> {
                countResumed(context.pipeline().get(SslHandler.class));
                agent.opened(outbox(context));
            }
            case IdleStateEvent silence -> context.close();
            default -> context.fireUserEventTriggered(event);
        }
    }

    /** A session that is older than the connection was made on an earlier one. */
    private void countResumed(@Nullable SslHandler tls) {
        if (tls != null && tls.engine().getSession().getCreationTime() < begunMillis) {
            counts.resumedSessions.increment();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        switch (frame) {
            case TextWebSocketFrame text -> received(context, text.text());
            case PongWebSocketFrame pong
            when pong.content().readableBytes() == Long.BYTES ->
                counts.heartbeatAnswered(
                        Duration.ofNanos(System.nanoTime() - pong.content().readLong()));
            default -> {} // pings and closes are answered further down the pipeline
        }
    }

    private void received(ChannelHandlerContext context, String text) {
        HubFrame frame;
        try {
            frame = FrameCodec.decodeHubFrame(text);
        } catch (FrameException broken) {
            counts.brokenFrames.increment();
            agent.receivedBroken(broken);
            return;
        }
        if (frame instanceof HubFrame.Fault) {
            counts.hubFaults.increment();
        }
        boolean waiting = agent.welcome().isEmpty();
        agent.received(frame);
        if (waiting) {
            agent.welcome().ifPresent(welcome -> welcomed(context, welcome));
        }
    }

    private void welcomed(ChannelHandlerContext context, HubFrame.Welcome welcome) {
        counts.welcomes.increment();
        long interval = welcome.heartbeatInterval().toNanos();
        heartbeats = context.executor()
                .scheduleAtFixedRate(
                        () -> heartbeat(context),
                        ThreadLocalRandom.current().nextLong(interval),
                        interval,
                        TimeUnit.NANOSECONDS);
        owner.welcomed(welcome);
    }

    private void heartbeat(ChannelHandlerContext context) {
        if (!owner.sendsHeartbeats()) {
            return;
        }
        agent.heartbeat();
        ByteBuf sentAt = context.alloc().buffer(Long.BYTES).writeLong(System.nanoTime());
        context.writeAndFlush(new PingWebSocketFrame(sentAt))
                .addListener(sent -> (sent.isSuccess() ? counts.heartbeatsSent : counts.heartbeatsFailed).increment());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        // One flush for all answers to what was read together.
        context.flush();
        context.fireChannelReadComplete();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        counts.failed(cause);
        forbidden |= cause instanceof WebSocketClientHandshakeException refused
                && refused.response() != null
                && refused.response().status().equals(HttpResponseStatus.FORBIDDEN);
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Ending ending = ending();
        if (heartbeats != null) {
            heartbeats.cancel(false);
        }
        agent.closed();
        owner.ended(ending);
        context.fireChannelInactive();
    }

    private Ending ending() {
        if (forbidden || agent.isGoneForEver()) {
            return Ending.UNWANTED;
        }
        return agent.welcome().isPresent() ? Ending.DISCONNECTED : Ending.NOT_CONNECTED;
    }

    private static Outbox outbox(ChannelHandlerContext context) {
        return new Outbox() {
            @Override
            public void send(AgentFrame frame) {
                context.write(new TextWebSocketFrame(FrameCodec.encode(frame)), context.voidPromise());
            }

            @Override
            public void close() {
                context.close();
            }
        };
    }
}
