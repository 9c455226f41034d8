package io.ris.agent.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
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
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.AgentId;
import io.ris.protocol.EnrolmentAnswer;
import io.ris.protocol.EnrolmentRequest;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.FrameException;
import io.ris.protocol.HubFrame;
import io.ris.protocol.Json;
import io.ris.protocol.RenewalAnswer;
import io.ris.protocol.RenewalRequest;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * A hub on loopback that speaks TLS, enrolment and the WebSocket protocol, keeps all that agents say, and says what a test
 * tells it. It acknowledges output, and results too while told so.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails here shows in the frames that a test waits for
public final class FakeHub implements AutoCloseable {

    public static final String TOKEN = "token-1";
    public static final long EPOCH = 5;

    private final TestCa ca = new TestCa();
    private final MultiThreadIoEventLoopGroup threads = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final List<AgentFrame> received = new CopyOnWriteArrayList<>();
    private final List<Channel> agents = new CopyOnWriteArrayList<>();
    private final List<EnrolmentRequest> enrolments = new CopyOnWriteArrayList<>();
    private final List<RenewalRequest> renewals = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final List<PublicKey> keys = new CopyOnWriteArrayList<>();
    private final List<Integer> closeCodes = new CopyOnWriteArrayList<>();
    private final SslContext tls;
    private final Channel server;
    private volatile boolean acknowledging = true;
    private volatile boolean refusing;
    private volatile Integer maxAttempts;
    private volatile HubFrame.Telemetry telemetry;
    private volatile boolean refusingRenewals;
    private volatile boolean losingAnswers;

    public FakeHub() throws Exception {
        this("localhost", "127.0.0.1");
    }

    /** @param hosts what the server's certificate is for */
    public FakeHub(String... hosts) throws Exception {
        KeyPair keys = TestCa.newKeys();
        tls = SslContextBuilder.forServer(keys.getPrivate(), ca.server(keys.getPublic(), hosts), ca.certificate())
                .trustManager(ca.certificate())
                .clientAuth(ClientAuth.OPTIONAL)
                .build();
        server = listen(0);
    }

    private Channel listen(int port) throws InterruptedException {
        return new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .childHandler(new Pipeline())
                .bind("127.0.0.1", port)
                .sync()
                .channel();
    }

    public TestCa ca() {
        return ca;
    }

    public URI uri() {
        return URI.create("https://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort());
    }

    /** Whether results are acknowledged as they come. */
    public void acknowledge(boolean newAcknowledging) {
        acknowledging = newAcknowledging;
    }

    /** From now on answers every upgrade with 403. */
    public void refuseAgents() {
        refusing = true;
    }

    /** From now on lets agents in again. */
    public void acceptAgents() {
        refusing = false;
    }

    /** From now on welcomes agents with how many failed attempts in a row are enough. */
    public void giveUpAfter(int attempts) {
        maxAttempts = attempts;
    }

    /** From now on welcomes agents with what they are to report; null for nothing. */
    public void askFor(HubFrame.Telemetry newTelemetry) {
        telemetry = newTelemetry;
    }

    /** From now on nobody listens. */
    public void goAway() throws InterruptedException {
        server.close().sync();
        cut();
    }

    /** From now on breaks off instead of answering enrolments, or no more. */
    public void loseAnswers(boolean lose) {
        losingAnswers = lose;
    }

    public List<EnrolmentRequest> enrolments() {
        return enrolments;
    }

    /** What agents asked for whose certificate had ended. */
    public List<RenewalRequest> renewals() {
        return renewals;
    }

    /** From now on answers every renewal over REST with 403. */
    public void refuseRenewals() {
        refusingRenewals = true;
    }

    /** The keys of the certificates that were shown at each upgrade. */
    public List<PublicKey> keys() {
        return keys;
    }

    /** The header of that name at each upgrade that had one. */
    public List<String> authorizations() {
        return authorizations;
    }

    public List<Integer> closeCodes() {
        return closeCodes;
    }

    public List<Channel> agents() {
        return agents;
    }

    /** All frames of one kind, in the order of their coming. */
    public <T extends AgentFrame> List<T> received(Class<T> kind) {
        return received.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public <T extends AgentFrame> boolean has(Class<T> kind, Predicate<T> condition) {
        return received(kind).stream().anyMatch(condition);
    }

    public List<AgentFrame> received() {
        return received;
    }

    public void forget() {
        received.clear();
    }

    public void send(HubFrame frame) {
        sendText(FrameCodec.encode(frame));
    }

    public void sendText(String text) {
        agents.getLast().writeAndFlush(new TextWebSocketFrame(text));
    }

    public void ping() {
        agents.getLast().writeAndFlush(new PingWebSocketFrame());
    }

    /** Cuts every connection without a word. */
    public void cut() {
        agents.forEach(Channel::close);
    }

    @Override
    public void close() {
        server.close();
        cut();
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private final class Pipeline extends ChannelInitializer<SocketChannel> {

        @Override
        protected void initChannel(SocketChannel channel) {
            channel.pipeline()
                    .addLast("tls", tls.newHandler(channel.alloc()))
                    .addLast(new HttpServerCodec())
                    .addLast(new HttpObjectAggregator(1 << 20))
                    .addLast(new Web())
                    .addLast(new WebSocketServerProtocolHandler(WebSocketServerProtocolConfig.newBuilder()
                            .websocketPath("/pingpong")
                            .subprotocols(FrameCodec.SUBPROTOCOL)
                            .maxFramePayloadLength(2 << 20)
                            .handleCloseFrames(false)
                            .build()))
                    .addLast(new WebSocketFrameAggregator(2 << 20))
                    .addLast(new Frames());
        }
    }

    private final class Web extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) throws Exception {
            if (request.uri().equals(EnrolmentRequest.PATH)) {
                enrol(context, request);
            } else if (request.uri().equals(RenewalRequest.PATH)) {
                renew(context, request);
            } else if (refusing) {
                answer(context, HttpResponseStatus.FORBIDDEN, "{\"error\":\"agent_deleted\"}");
            } else if (request.headers().contains(HttpHeaderNames.AUTHORIZATION)) {
                authorizations.add(request.headers().get(HttpHeaderNames.AUTHORIZATION));
                context.fireChannelRead(request.retain());
            } else if (!hasCertificate(context)) {
                answer(context, HttpResponseStatus.UNAUTHORIZED, "{}");
            } else {
                context.fireChannelRead(request.retain());
            }
        }

        private boolean hasCertificate(ChannelHandlerContext context) {
            try {
                keys.add(context.pipeline()
                        .get(SslHandler.class)
                        .engine()
                        .getSession()
                        .getPeerCertificates()[0]
                        .getPublicKey());
                return true;
            } catch (SSLPeerUnverifiedException none) {
                return false;
            }
        }

        private void enrol(ChannelHandlerContext context, FullHttpRequest http) throws Exception {
            EnrolmentRequest request =
                    Json.lenient().readValue(http.content().toString(StandardCharsets.UTF_8), EnrolmentRequest.class);
            enrolments.add(request);
            if (losingAnswers) {
                context.close();
                return;
            }
            if (!request.token().startsWith(TOKEN)) {
                answer(
                        context,
                        HttpResponseStatus.UNAUTHORIZED,
                        "{\"error\":\"enrolment_token_invalid\",\"detail\":\"the token is unknown, used or expired\"}");
                return;
            }
            EnrolmentAnswer answer = new EnrolmentAnswer(
                    new AgentId("agent-1"),
                    "default",
                    request.name() == null ? "web-1" : request.name(),
                    TestCa.pem(ca.agent(request.csr())),
                    TestCa.pem(ca.certificate()),
                    "/pingpong",
                    Duration.ofDays(60),
                    null);
            JsonNode data = Json.lenient().valueToTree(answer);
            answer(context, HttpResponseStatus.OK, "{\"success\":true,\"data\":" + data + "}");
        }

        private void renew(ChannelHandlerContext context, FullHttpRequest http) throws Exception {
            RenewalRequest request =
                    Json.lenient().readValue(http.content().toString(StandardCharsets.UTF_8), RenewalRequest.class);
            renewals.add(request);
            if (refusingRenewals) {
                answer(
                        context,
                        HttpResponseStatus.FORBIDDEN,
                        "{\"error\":\"agent_certificate_expired\",\"detail\":\"enrol it again\"}");
                return;
            }
            ca.certifyFor(Duration.ofDays(1));
            JsonNode data = Json.lenient().valueToTree(new RenewalAnswer(TestCa.pem(ca.agent(request.csr()))));
            answer(context, HttpResponseStatus.OK, "{\"success\":true,\"data\":" + data + "}");
        }

        private void answer(ChannelHandlerContext context, HttpResponseStatus status, String body) {
            DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
            response.headers()
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
            context.writeAndFlush(response);
        }
    }

    private final class Frames extends SimpleChannelInboundHandler<WebSocketFrame> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) throws FrameException {
            if (frame instanceof CloseWebSocketFrame close) {
                closeCodes.add(close.statusCode());
                context.close();
            } else if (frame instanceof TextWebSocketFrame text) {
                heard(context.channel(), FrameCodec.decodeAgentFrame(text.text()));
            }
        }

        private void heard(Channel from, AgentFrame frame) {
            if (frame instanceof AgentFrame.Hello) {
                agents.add(from);
            }
            received.add(frame);
            if (frame instanceof AgentFrame.Hello) {
                send(new HubFrame.Welcome(
                        "s",
                        "node-1",
                        EPOCH,
                        Duration.ofSeconds(30),
                        new HubFrame.ReconnectPolicy(Duration.ofMillis(20), Duration.ofMillis(100), 2, 1, maxAttempts),
                        0,
                        telemetry));
            } else if (frame instanceof AgentFrame.Output output) {
                send(new HubFrame.OutputAck(
                        output.taskId(), output.attempt(), output.stream(), output.seq() + output.bytes().length));
            } else if (frame instanceof AgentFrame.Result result && acknowledging) {
                send(new HubFrame.Ack(result.taskId(), result.attempt()));
            }
        }
    }
}
