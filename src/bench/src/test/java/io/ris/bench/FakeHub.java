package io.ris.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.FrameException;
import io.ris.protocol.HubFrame;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The hub's side of {@code /pingpong} with client certificates required and browsers refused; says welcome to every hello. */
@SuppressWarnings("FutureReturnValueIgnored")
final class FakeHub implements AutoCloseable {

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup agents = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final List<AgentFrame> received = new CopyOnWriteArrayList<>();
    private final List<String> certificates = new CopyOnWriteArrayList<>();
    private final AtomicInteger pongs = new AtomicInteger();
    private final AtomicInteger upgrades = new AtomicInteger();
    private final Duration heartbeatInterval;
    private final Channel listener;
    private volatile boolean refusing;

    FakeHub(TestAuthority authority, Duration heartbeatInterval) throws GeneralSecurityException, IOException {
        this.heartbeatInterval = heartbeatInterval;
        KeyPair keys = TestAuthority.newKeys();
        SslContext tls = SslContextBuilder.forServer(keys.getPrivate(), authority.certifyServer(keys.getPublic()))
                .sslProvider(SslProvider.JDK)
                .trustManager(authority.trust())
                .clientAuth(ClientAuth.REQUIRE)
                .build();
        listener = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        prepare(channel, tls);
                    }
                })
                .bind(new InetSocketAddress("localhost", 0))
                .syncUninterruptibly()
                .channel();
    }

    URI address() {
        return URI.create("https://localhost:" + ((InetSocketAddress) listener.localAddress()).getPort());
    }

    /** Frames of all agents, in the order of their arrival. */
    List<AgentFrame> received() {
        return received;
    }

    /** Subjects of the certificates that agents showed, one for each connection. */
    List<String> certificates() {
        return certificates;
    }

    int pongs() {
        return pongs.get();
    }

    /** Upgrades that were asked for, granted or not. */
    int upgrades() {
        return upgrades.get();
    }

    /** Answers 403 to every upgrade from now on. */
    void refuseUpgrades() {
        refusing = true;
    }

    void send(HubFrame frame) {
        agents.writeAndFlush(new TextWebSocketFrame(FrameCodec.encode(frame)));
    }

    void sendText(String message) {
        agents.writeAndFlush(new TextWebSocketFrame(message));
    }

    void ping() {
        agents.writeAndFlush(new PingWebSocketFrame(Unpooled.EMPTY_BUFFER));
    }

    /** Cuts the connections without a word. */
    void cut() {
        agents.close().syncUninterruptibly();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void prepare(SocketChannel channel, SslContext tls) {
        channel.pipeline()
                .addLast(tls.newHandler(channel.alloc()))
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(4096))
                .addLast(new Gate())
                .addLast(new WebSocketServerProtocolHandler(WebSocketServerProtocolConfig.newBuilder()
                        .websocketPath("/pingpong")
                        .subprotocols(FrameCodec.SUBPROTOCOL)
                        .maxFramePayloadLength(FrameCodec.MAX_MESSAGE_BYTES)
                        .dropPongFrames(false)
                        .build()))
                .addLast(new Conversation());
    }

    private final class Gate extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof FullHttpRequest request) {
                upgrades.incrementAndGet();
                if (refusing || request.headers().contains(HttpHeaderNames.ORIGIN)) {
                    request.release();
                    context.writeAndFlush(
                                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.FORBIDDEN))
                            .addListener(ChannelFutureListener.CLOSE);
                    return;
                }
            }
            context.fireChannelRead(message);
        }
    }

    private final class Conversation extends SimpleChannelInboundHandler<WebSocketFrame> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame message)
                throws FrameException, SSLPeerUnverifiedException {
            switch (message) {
                case PongWebSocketFrame pong -> pongs.incrementAndGet();
                case TextWebSocketFrame text -> handle(context, FrameCodec.decodeAgentFrame(text.text()));
                default -> throw new IllegalStateException("unexpected " + message);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // Failed handshakes are part of the tests; anything else shows as a conversation that ends.
            context.close();
        }

        private void handle(ChannelHandlerContext context, AgentFrame frame) throws SSLPeerUnverifiedException {
            if (frame instanceof AgentFrame.Hello) {
                certificates.add(context.pipeline()
                        .get(SslHandler.class)
                        .engine()
                        .getSession()
                        .getPeerPrincipal()
                        .getName());
                agents.add(context.channel());
                HubFrame.ReconnectPolicy soon =
                        new HubFrame.ReconnectPolicy(Duration.ofMillis(10), Duration.ofMillis(50), 2, 1);
                context.writeAndFlush(new TextWebSocketFrame(
                        FrameCodec.encode(new HubFrame.Welcome("s-1", "node-1", 1, heartbeatInterval, soon, 0))));
            }
            received.add(frame);
        }
    }
}
