package io.ris.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ris.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of webhooks over real HTTP, on one port however often it goes away and comes back. It answers 200 unless a test
 * makes it do something else, and verifies signatures with code of its own. Thread-safe.
 */
final class WebhookReceiver implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final int port = Scratch.port();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Answer> planned = new ConcurrentLinkedQueue<>();
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch open = new CountDownLatch(0);
    private volatile int usual = 200;
    private @Nullable HttpServer server;

    /** What is answered to a message that has a text in it. */
    private record Answer(String about, int status, Map<String, String> headers) {}

    /** What was posted, whatever was answered. */
    record Message(String id, Instant timestamp, List<String> signatures, String body) {

        JsonNode json() {
            try {
                return Json.lenient().readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON: " + body, e);
            }
        }

        String type() {
            return json().path("type").asText();
        }

        /** Whether one of its signatures was made with a secret, over what was received. */
        boolean isSignedWith(String secret) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                byte[] key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                mac.update((id + "." + timestamp.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
                String expected =
                        Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
                return signatures.contains("v1," + expected);
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }

    WebhookReceiver() {
        comeBack();
    }

    String url() {
        return "http://127.0.0.1:" + port + "/hook";
    }

    /** Answers the next requests with these, before it answers as usual. */
    WebhookReceiver answering(int... statuses) {
        return answering("", statuses);
    }

    /** Answers the next requests about something with these, before it answers as usual. */
    WebhookReceiver answering(String about, int... statuses) {
        for (int status : statuses) {
            planned.add(new Answer(about, status, Map.of()));
        }
        return this;
    }

    /** Answers one of the next requests with a header. */
    WebhookReceiver answering(int status, String header, String value) {
        planned.add(new Answer("", status, Map.of(header, value)));
        return this;
    }

    /** From now on every request that no other answer is planned for gets this one. */
    void answerUsually(int status) {
        usual = status;
    }

    /** From now on nobody gets an answer. */
    void hang() {
        open = new CountDownLatch(1);
    }

    /** Whoever waits, and comes, gets an answer again. */
    void recover() {
        open.countDown();
    }

    /** Nothing listens any more. */
    synchronized void goAway() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    synchronized void comeBack() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        messages.add(new Message(
                exchange.getRequestHeaders().getFirst("webhook-id"),
                Instant.ofEpochSecond(
                        Long.parseLong(exchange.getRequestHeaders().getFirst("webhook-timestamp"))),
                List.of(exchange.getRequestHeaders()
                        .getFirst("webhook-signature")
                        .split(" ")),
                body));
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Answer answer = answerTo(body);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] text = ("answered " + answer.status()).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    private synchronized Answer answerTo(String body) {
        for (Answer next : planned) {
            if (body.contains(next.about())) {
                planned.remove(next);
                return next;
            }
        }
        return new Answer("", usual, Map.of());
    }

    /** All that came so far, with those that were refused. */
    List<Message> messages() {
        return List.copyOf(messages);
    }

    List<Message> messages(String type) {
        return messages.stream().filter(message -> message.type().equals(type)).toList();
    }

    List<Message> awaitMessages(int count) {
        await("messages").atMost(LIMIT).until(() -> messages.size() >= count);
        return messages();
    }

    /** The first message of a type about something. */
    Message awaitMessage(String type, String text) {
        return await(type + " about " + text)
                .atMost(LIMIT)
                .until(
                        () -> messages(type).stream()
                                .filter(message -> message.body().contains(text))
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    /** Forgets all that came, and answers as usual. */
    void reset() {
        recover();
        planned.clear();
        messages.clear();
        usual = 200;
    }

    @Override
    public void close() {
        recover();
        goAway();
        threads.shutdownNow();
    }
}
