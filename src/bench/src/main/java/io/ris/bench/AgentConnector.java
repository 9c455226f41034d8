package io.ris.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.timeout.IdleStateHandler;
import io.ris.protocol.FrameCodec;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/**
 * Opens WebSockets with mutual TLS to one hub, all of them on the same few event loops. Each agent has a TLS context of
 * its own, so that sessions resume per agent as they do between real agents and a hub. Thread-safe.
 */
final class AgentConnector implements AutoCloseable {

    private static final String PATH = "/pingpong";
    private static final int LARGEST_REFUSAL = 64 * 1024;
    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(60);

    /** As long as a real agent's. */
    private static final Duration TLS_LIMIT = Duration.ofSeconds(20);

    /** The other side is taken for dead when nothing came for so long. */
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(45);

    private final URI address;
    private final TrustManagerFactory trust;
    private final FleetCounts counts;
    private final EventLoopGroup loops;

    /**
     * @param hub the hub, such as {@code https://localhost:8057}
     * @param trust trusts the hub's CA and nothing else
     */
    AgentConnector(URI hub, TrustManagerFactory trust, FleetCounts counts) {
        this.address = URI.create("wss://" + hub.getHost() + ":" + hub.getPort() + PATH);
        this.trust = trust;
        this.counts = counts;
        this.loops =
                new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), NioIoHandler.newFactory());
    }

    EventLoopGroup loops() {
        return loops;
    }

    /** The TLS context of one agent. */
    SslContext contextFor(AgentCredentials credentials) throws SSLException {
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(trust)
                .keyManager(credentials.key(), credentials.certificate())
                .build();
    }

    /** Begins a connection; its owner hears how it went, also where not even TCP came about. */
    Channel connect(SslContext tls, SimulatedAgent agent, AgentConnection.Owner owner) {
        ChannelFuture connecting = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        prepare(channel, tls, new AgentConnection(agent, owner, counts));
                    }
                })
                .connect(address.getHost(), address.getPort());
        connecting.addListener(connected -> {
            if (!connected.isSuccess()) {
                counts.failed(connected.cause());
                owner.ended(Ending.NOT_CONNECTED);
            }
        });
        return connecting.channel();
    }

    private void prepare(SocketChannel channel, SslContext tls, AgentConnection connection) {
        ChannelPipeline pipeline = channel.pipeline();
        SslHandler handler = tls.newHandler(channel.alloc(), address.getHost(), address.getPort());
        handler.setHandshakeTimeoutMillis(TLS_LIMIT.toMillis());
        pipeline.addLast(handler);
        pipeline.addLast(new IdleStateHandler(SILENCE_LIMIT.toMillis(), 0, 0, TimeUnit.MILLISECONDS));
        pipeline.addLast(new HttpClientCodec());
        pipeline.addLast(new HttpObjectAggregator(LARGEST_REFUSAL));
        pipeline.addLast(new PingCounter(counts));
        pipeline.addLast(new WebSocketClientProtocolHandler(WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(address)
                .subprotocol(FrameCodec.SUBPROTOCOL)
                .maxFramePayloadLength(FrameCodec.MAX_MESSAGE_BYTES)
                .handshakeTimeoutMillis(HANDSHAKE_LIMIT.toMillis())
                .dropPongFrames(false)
                .generateOriginHeader(false) // that is for browsers, and the hub refuses them
                .build()));
        pipeline.addLast(new WebSocketFrameAggregator(FrameCodec.MAX_MESSAGE_BYTES));
        pipeline.addLast(connection);
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Sees the hub's pings before the handler that answers them and keeps them to itself. */
    private static final class PingCounter extends ChannelInboundHandlerAdapter {

        private final FleetCounts counts;

        PingCounter(FleetCounts counts) {
            this.counts = counts;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof PingWebSocketFrame) {
                counts.hubPings.increment();
            }
            context.fireChannelRead(message);
        }
    }
}
