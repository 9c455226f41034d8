package io.ris.cli.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Server-sent events of a hub. They are read on a thread of its own, a few ahead, so that whoever takes them can look at other
 * things in between.
 */
public final class EventStream implements AutoCloseable {

    static final String MEDIA_TYPE = "text/event-stream";

    private static final int AHEAD = 16;
    private static final Event OVER = new Event("", "over", MissingNode.getInstance());

    private final InputStream body;
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(AHEAD);
    private volatile boolean closed;
    private volatile boolean alive;
    private boolean over;

    EventStream(InputStream body) {
        this.body = body;
        Thread.ofPlatform().daemon().name("events").start(this::read);
    }

    /**
     * One event.
     *
     * @param id from which the hub can go on after it; empty for none
     */
    public record Event(String id, String type, JsonNode data) {}

    /** The next event, if it comes in time. */
    public Optional<Event> next(Duration atMost) {
        try {
            Event event = over ? OVER : events.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
            over |= OVER.equals(event);
            return over ? Optional.empty() : Optional.ofNullable(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            over = true;
            return Optional.empty();
        }
    }

    /** Whether nothing more comes. */
    public boolean isOver() {
        return over;
    }

    /** Whether anything has come since the last call, be it only a sign that the hub is there. */
    public boolean showsLife() {
        boolean was = alive;
        alive = false;
        return was;
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String id = "";
            String type = "";
            String data = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                alive = true;
                if (line.isEmpty()) {
                    hand(id, type, data);
                    type = "";
                } else if (line.startsWith("id: ")) {
                    id = line.substring("id: ".length());
                } else if (line.startsWith("event: ")) {
                    type = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    data = line.substring("data: ".length());
                }
            }
            hand(OVER);
        } catch (IOException cut) {
            hand(OVER);
        }
    }

    private void hand(String id, String type, String data) throws JsonProcessingException {
        if (!type.isEmpty()) {
            hand(new Event(id, type, HubConnection.JSON.readTree(data)));
        }
    }

    private void hand(Event event) {
        try {
            while (!closed && !events.offer(event, 100, TimeUnit.MILLISECONDS)) {
                // whoever takes them writes them to somebody who reads slowly
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            body.close();
        } catch (IOException alreadyGone) {
            over = true;
        }
    }
}
