package io.ris.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ris.protocol.Json;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The container engine of this machine. Each call blocks its thread. Thread-safe. */
public final class Engine {

    private static final String DEFAULT = "/var/run/docker.sock";
    private static final String VARIABLE = "DOCKER_HOST";
    private static final String UNIX = "unix://";
    private static final int MAX_ANSWER = 4 * 1024 * 1024;
    private static final int MAX_READ_ANSWER = 16 * 1024 * 1024;

    private static final long PATIENCE_SECONDS = 1;

    /** Codes of {@link EngineException}. */
    static final String NO_SUCH = "not_found";

    static final String IN_CONFLICT = "name_taken";

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int ERRORS = 400;

    private final @Nullable Path socket;

    /** @param socket null where there is none */
    Engine(@Nullable Path socket) {
        this.socket = socket;
    }

    /** The engine that {@code DOCKER_HOST} names, if it is on this machine, or the usual one. */
    public static Engine of(Map<String, String> environment) {
        String host = environment.getOrDefault(VARIABLE, UNIX + DEFAULT);
        return new Engine(host.startsWith(UNIX) ? Path.of(host.substring(UNIX.length())) : null);
    }

    /** Whether there may be one on this machine, though it does not answer now. */
    public boolean isOnThisMachine() {
        return socket != null;
    }

    /** Whether it answers now, within a second. */
    public boolean answers() {
        if (socket == null || Files.notExists(socket)) {
            return false;
        }
        FutureTask<Boolean> answer = new FutureTask<>(() -> ping(socket));
        Thread thread = new Thread(answer, "engine-ping");
        thread.setDaemon(true);
        thread.start();
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException hung) {
            thread.interrupt();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean ping(Path socket) {
        try (EngineRequest request = EngineRequest.send(socket, "GET", "/_ping", null);
                EngineCall call = request.answer()) {
            return call.status() < ERRORS;
        } catch (IOException away) {
            return false;
        }
    }

    JsonNode get(String path) throws EngineException, IOException {
        return ask("GET", path, null);
    }

    /** What it answers, as far as the type holds it. */
    public <T> T get(String path, Class<T> type) throws EngineException, IOException {
        try (Question question = ask(path)) {
            return question.answer(type);
        }
    }

    /** Asks and does not wait for the answer, so that more can be asked meanwhile. The caller closes it. */
    public Question ask(String path) throws EngineException, IOException {
        return new Question(send("GET", path, null));
    }

    /** What was asked. */
    public static final class Question implements Closeable {

        private final EngineRequest request;

        Question(EngineRequest request) {
            this.request = request;
        }

        /**
         * The answer, once; read as it comes, so that only what the type holds is kept of it.
         *
         * @throws IOException also if it is none of the type, or without end
         */
        public <T> T answer(Class<T> type) throws EngineException, IOException {
            try (EngineCall call = accepted(request.answer())) {
                T answer = Json.lenient().readValue(new Bounded(call.answer(), MAX_READ_ANSWER), type);
                if (answer == null) {
                    throw new IOException("the engine answers nothing");
                }
                return answer;
            }
        }

        @Override
        public void close() throws IOException {
            request.close();
        }
    }

    JsonNode post(String path, @Nullable JsonNode content) throws EngineException, IOException {
        return ask("POST", path, content);
    }

    void delete(String path) throws EngineException, IOException {
        ask("DELETE", path, null);
    }

    private JsonNode ask(String method, String path, @Nullable JsonNode content) throws EngineException, IOException {
        try (EngineCall call = begin(method, path, content)) {
            return json(call.answer());
        }
    }

    /** An answer to be read as it comes; the caller closes it. */
    EngineCall begin(String method, String path, @Nullable JsonNode content) throws EngineException, IOException {
        return accepted(send(method, path, content).answer());
    }

    private EngineRequest send(String method, String path, @Nullable JsonNode content)
            throws EngineException, IOException {
        if (socket == null) {
            throw new EngineException("unsupported", "there is no engine on this machine");
        }
        byte[] bytes = content == null ? null : Json.strict().writeValueAsBytes(content);
        return EngineRequest.send(socket, method, path, bytes);
    }

    private static EngineCall accepted(EngineCall call) throws EngineException, IOException {
        if (call.status() >= ERRORS) {
            try (call) {
                throw refused(call.status(), json(call.answer()).path("message").asText("it gives no reason"));
            }
        }
        return call;
    }

    private static EngineException refused(int status, String words) {
        return switch (status) {
            case NOT_FOUND -> new EngineException(NO_SUCH, words);
            case CONFLICT -> new EngineException(IN_CONFLICT, words);
            default -> new EngineException("engine_refused", words);
        };
    }

    private static JsonNode json(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_ANSWER);
        return bytes.length == 0
                ? JsonNodeFactory.instance.objectNode()
                : Optional.ofNullable(Json.lenient().readTree(bytes)).orElseGet(JsonNodeFactory.instance::objectNode);
    }

    /** A value as part of a path or query. */
    public static String part(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
