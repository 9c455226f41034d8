package io.ris.hub.webhooks.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.ris.hub.platform.outbound.Guards;
import io.ris.hub.webhooks.subscriptions.SigningSecret;
import io.ris.hub.webhooks.subscriptions.WebhookTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CourierTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.999Z");
    private static final SigningSecret NEW = new SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final SigningSecret OLD = new SigningSecret("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

    private final Delivery delivery = Delivery.of("hook", "event-1", "alert.firing", "{\"text\":\"Grüße\"}", AT);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Map<String, String> received = new ConcurrentHashMap<>();
    private HttpServer server;
    private Courier courier;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        courier = new Courier(Guards.allowing("127.0.0.0/8"), Duration.ofSeconds(2), 2, Optional.empty());
    }

    @AfterEach
    void stop() {
        end.countDown();
        courier.close();
        server.stop(0);
    }

    private Outcome carry(HttpHandler handler) {
        server.createContext("/", handler);
        return courier.carry(delivery, new WebhookTarget(url(), NEW, List.of(OLD)), AT);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    private void read(HttpExchange exchange) throws IOException {
        exchange.getRequestHeaders()
                .forEach((name, values) -> received.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        received.put("body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        received.put("method", exchange.getRequestMethod());
    }

    @Test
    void postsTheBodyWithIdTimeAndBothSignatures() {
        Outcome outcome = carry(exchange -> {
            read(exchange);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        assertThat(outcome).isEqualTo(new Outcome.Answered(204, "", ""));
        assertThat(received)
                .containsEntry("method", "POST")
                .containsEntry("body", delivery.body())
                .containsEntry("webhook-id", "event-1")
                .containsEntry("webhook-timestamp", Long.toString(AT.getEpochSecond()))
                .containsEntry(
                        "webhook-signature",
                        NEW.sign("event-1", AT, delivery.body()) + " " + OLD.sign("event-1", AT, delivery.body()));
        assertThat(received.get("content-type")).startsWith("application/json");
        assertThat(received.toString()).doesNotContain(NEW.text());
    }

    @Test
    void readsHowALongAnswerBegins() {
        Outcome outcome = carry(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "7");
            exchange.sendResponseHeaders(503, 0);
            byte[] part = "x".repeat(1024).getBytes(StandardCharsets.UTF_8);
            try {
                for (int i = 0; i < 100_000; i++) {
                    exchange.getResponseBody().write(part);
                }
            } catch (IOException enough) {
                exchange.close();
            }
        });
        assertThat(outcome).isEqualTo(new Outcome.Answered(503, "7", "x".repeat(512)));
    }

    @Test
    void goesNowhereThatAReceiverSendsItOnTo() {
        Outcome outcome = carry(exchange -> {
            received.merge("asked", "1", String::concat);
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        assertThat(outcome).isEqualTo(new Outcome.Answered(307, "", ""));
        assertThat(received).containsEntry("asked", "1");
    }

    @Test
    void waitsNoLongerThanItMay() {
        assertThat(carry(exchange -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .isEqualTo(new Outcome.Unanswered("timeout"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain; charset=klingon\r\nContent-Length: 4\r\n\r\nfine",
                "Content-Encoding: br\r\nContent-Length: 4\r\n\r\nfine",
                "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nfine",
                "Content-Length: 400\r\n\r\nfine",
            })
    void hearsTheStatusWhateverBecomesOfTheBody(String rest) throws Exception {
        try (ServerSocket receiver = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            other.execute(() -> answer(receiver, "HTTP/1.1 200 OK\r\n" + rest));
            assertThat(courier.carry(
                            delivery, WebhookTarget.of("http://127.0.0.1:" + receiver.getLocalPort() + "/", NEW), AT))
                    .isEqualTo(new Outcome.Answered(200, "", "fine"));
        }
    }

    private static void answer(ServerSocket receiver, String text) {
        try (Socket client = receiver.accept()) {
            for (int next = 0; next >= 0 && next != '}'; ) { // the last of the message
                next = client.getInputStream().read();
            }
            client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void hearsTheStatusOfAnAnswerWhoseRestDoesNotComeInTime() {
        assertThat(carry(exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .isEqualTo(new Outcome.Answered(200, "", "x"));
    }

    @Test
    void saysWhyThereIsNoAnswer() {
        String url = url();
        server.stop(0);
        assertThat(courier.carry(delivery, WebhookTarget.of(url, NEW), AT))
                .isEqualTo(new Outcome.Unanswered("connection_refused"));
        assertThat(courier.carry(delivery, WebhookTarget.of("http://nobody.example/", NEW), AT))
                .isEqualTo(new Outcome.Unanswered("host_unknown"));
        assertThat(courier.carry(delivery, WebhookTarget.of("http://169.254.169.254/", NEW), AT))
                .isEqualTo(new Outcome.Unanswered("address_refused"));
    }

    @Test
    void saysThatTheOtherSideSpeaksNoTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            other.execute(() -> greet(plain));
            assertThat(courier.carry(
                            delivery, WebhookTarget.of("https://127.0.0.1:" + plain.getLocalPort() + "/", NEW), AT))
                    .isEqualTo(new Outcome.Unanswered("tls_failed"));
        }
    }

    private static void greet(ServerSocket plain) {
        try (Socket client = plain.accept()) {
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
