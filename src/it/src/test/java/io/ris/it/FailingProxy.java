package io.ris.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

/** A load balancer before a hub's plain listener that now and then has no backend, or loses what the backend said. */
final class FailingProxy implements AutoCloseable {

    /** What becomes of a report. */
    enum Fate {
        /** The hub does not see it, and the probe is told 503. */
        REFUSED,
        /** The hub takes it, and the probe is told 502. */
        ANSWER_LOST,
        PASSED
    }

    private static final List<String> HEADERS = List.of("Authorization", "Content-Type", "X-Agent-Id");

    private final URI hub;
    private final Queue<Fate> fates;
    private final AtomicInteger failed = new AtomicInteger();
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server;

    /** @param fates of the reports, one after the other; those behind are passed */
    FailingProxy(Hub hub, Fate... fates) {
        this.hub = hub.plainBase();
        this.fates = new ArrayDeque<>(List.of(fates));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::meet);
        server.start();
    }

    private void meet(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Fate fate = exchange.getRequestURI().getPath().endsWith("/reports") ? next() : Fate.PASSED;
            HttpResponse<byte[]> answer = fate == Fate.REFUSED ? null : pass(exchange, body);
            if (fate == Fate.PASSED && answer != null) {
                exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
                exchange.getResponseBody().write(answer.body());
            } else {
                failed.incrementAndGet();
                exchange.sendResponseHeaders(fate == Fate.REFUSED ? 503 : 502, -1);
            }
        }
    }

    private synchronized Fate next() {
        Fate fate = fates.poll();
        return fate == null ? Fate.PASSED : fate;
    }

    private HttpResponse<byte[]> pass(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(hub.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        for (String name : HEADERS) {
            exchange.getRequestHeaders().getOrDefault(name, List.of()).forEach(value -> request.header(name, value));
        }
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** How many reports were told to have failed. */
    int failed() {
        return failed.get();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
