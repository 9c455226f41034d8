package io.ris.cli.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ris.cli.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A hub that a test plays: what it is to answer is said beforehand, what it was asked is told afterwards. */
public final class PlayedHub implements AutoCloseable {

    private static final String GRANT = """
            {"success":true,"data":{"access_token":"a","refresh_token":"r","expires_in":3600,
             "user":{"username":"anna","role":"admin","tenant_code":"acme"}}}""";

    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    public PlayedHub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::answer);
        server.start();
        on("POST /auth/login", GRANT);
    }

    private record Answer(int status, String body) {}

    /**
     * A request.
     *
     * @param what method and path, with the query
     * @param key its Idempotency-Key; empty for none
     */
    public record Asked(String what, String body, String key) {}

    /** What it answers; each thing once and the last one for ever. A query is looked at only where it is given. */
    public PlayedHub on(String request, String... bodies) {
        for (String body : bodies) {
            then(request, 200, body);
        }
        return this;
    }

    /** What it answers next. */
    public PlayedHub then(String request, int status, String body) {
        answers.computeIfAbsent(request, first -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    /** The envelope of an answer. */
    public static String data(String json) {
        return "{\"success\":true,\"data\":" + json + "}";
    }

    /** The envelope of a list's page. */
    public static String page(int total, String json) {
        return "{\"success\":true,\"data\":" + json + ",\"total\":" + total + "}";
    }

    /** A refusal. */
    public static String problem(String error, String detail) {
        return "{\"success\":false,\"error\":\"" + error + "\",\"detail\":\"" + detail + "\"}";
    }

    /** All requests of a method and a path that begins so. */
    public List<Asked> asked(String beginning) {
        return asked.stream()
                .filter(request -> request.what().startsWith(beginning))
                .toList();
    }

    /** The hubs of a user who is logged in here. */
    public Hubs login(Path configuration) throws RefusedException {
        Hubs hubs = new Hubs(Map.of("XDG_CONFIG_HOME", configuration.toString()), Clock.systemUTC());
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        hubs.login(new Credentials(uri, null, "anna", "right", "acme", null));
        return hubs;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        String query = exchange.getRequestURI().getRawQuery();
        String whole = query == null ? path : path + "?" + query;
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if ("text/event-stream".equals(exchange.getRequestHeaders().getFirst("Accept"))) {
            asked.add(new Asked(whole.replace("GET ", "EVENTS "), "", ""));
            answerWithEvents(exchange, path.replace("GET ", "EVENTS "));
            return;
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(new Asked(whole, body, key == null ? "" : key));
        reply(exchange, next(answers.containsKey(whole) ? whole : path));
    }

    /** A hub that was told nothing else knows no events. */
    private void answerWithEvents(HttpExchange exchange, String request) throws IOException {
        Answer answer = answers.containsKey(request) ? next(request) : new Answer(406, problem("not_acceptable", "no"));
        exchange.getResponseHeaders()
                .set("Content-Type", answer.status() == 200 ? "text/event-stream" : "application/problem+json");
        reply(exchange, answer);
    }

    private synchronized Answer next(String request) {
        Deque<Answer> left = answers.getOrDefault(request, new ArrayDeque<>());
        if (left.isEmpty()) {
            return new Answer(404, problem("not_found", "nobody said what to answer to " + request));
        }
        return left.size() == 1 ? left.getFirst() : left.removeFirst();
    }

    private static void reply(HttpExchange exchange, Answer answer) throws IOException {
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
