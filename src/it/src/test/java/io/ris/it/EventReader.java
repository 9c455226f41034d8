package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ris.protocol.Json;
import io.ris.protocol.OutputData;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Reads what a task writes as server-sent events, on a thread of its own. */
final class EventReader implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final InputStream body;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private EventReader(InputStream body) {
        this.body = body;
        Thread.ofVirtual().start(this::read);
    }

    /** One event. */
    record Event(String id, String type, JsonNode data) {}

    static EventReader of(RisApi api, String task) {
        return of(api, task, "", null);
    }

    /**
     * @param query with its question mark
     * @param lastEvent null for none
     */
    static EventReader of(RisApi api, String task, String query, String lastEvent) {
        HttpResponse<InputStream> response = api.open(request(api, task, query, lastEvent));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        return new EventReader(response.body());
    }

    /** Of an answer that a test has asked for itself. */
    static EventReader over(HttpResponse<InputStream> response) {
        return new EventReader(response.body());
    }

    static HttpRequest request(RisApi api, String task, String query, String lastEvent) {
        HttpRequest.Builder request =
                api.request("/platform/v1/task/" + task + "/output" + query).header("Accept", "text/event-stream");
        if (lastEvent != null) {
            request.header("Last-Event-ID", lastEvent);
        }
        return request.build();
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String id = "";
            String type = "";
            String data = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() && !type.isEmpty()) {
                    events.add(new Event(id, type, json(data)));
                    type = "";
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                }
            }
            end.complete(null);
        } catch (IOException e) {
            end.completeExceptionally(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return Json.lenient().readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    Stream<JsonNode> of(String type) {
        return events.stream().filter(event -> event.type().equals(type)).map(Event::data);
    }

    /** What a stream of the last attempt has brought, each part where the one before has ended. */
    byte[] bytes(String stream) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        of("output").filter(part -> part.path("stream").asText().equals(stream)).forEach(part -> {
            byte[] bytes = new OutputData(
                            part.path("data").asText(), part.path("encoding").asText())
                    .bytes();
            assertThat(part.path("next_offset").asLong() - part.path("offset").asLong())
                    .isEqualTo(bytes.length);
            all.writeBytes(bytes);
        });
        return all.toByteArray();
    }

    String text(String stream) {
        return new String(bytes(stream), StandardCharsets.UTF_8);
    }

    void await(String what, Predicate<EventReader> condition) {
        Awaitility.await(what).atMost(LIMIT).until(() -> condition.test(this));
    }

    /** Waits until the hub has ended the answer, and says why it did. */
    String awaitEnd() {
        return awaitEnd(LIMIT);
    }

    String awaitEnd(Duration limit) {
        Awaitility.await("the end of the events").atMost(limit).until(end::isDone);
        return of("end").findFirst().map(last -> last.path("reason").asText()).orElse("none");
    }

    /** Whether the answer is over, in form or not. */
    boolean isOver() {
        return end.isDone();
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
