package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.cli.RefusedException;
import io.ris.cli.hub.EventStream;
import io.ris.cli.hub.HubClient;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The hub's tasks. Not thread-safe. */
final class Tasks {

    private static final String PATH = "/platform/v1/task/";

    private final HubClient hub;

    Tasks(HubClient hub) {
        this.hub = hub;
    }

    /** Submits a task, once however often the hub must be asked; answers it as it stands then. */
    JsonNode submit(JsonNode request) throws RefusedException {
        return hub.post(PATH + "execute", request, UUID.randomUUID().toString()).data();
    }

    JsonNode read(String id) throws RefusedException {
        return hub.get(path(id)).data();
    }

    JsonNode cancel(String id) throws RefusedException {
        return hub.post(path(id) + "/cancel").data();
    }

    JsonNode events(String id) throws RefusedException {
        return hub.get(path(id) + "/events").data();
    }

    /** What the last attempt has written to a stream from an offset, as the hub says it. */
    JsonNode output(String id, String stream, long offset) throws RefusedException {
        return hub.get(path(id) + "/output" + HubClient.query(Map.of("stream", stream)) + "&offset=" + offset)
                .data();
    }

    /**
     * What the attempts write while they run; empty where the hub does not tell it.
     *
     * @param query with its question mark, or empty
     * @param lastEvent up to which it is known; null for none
     */
    Optional<EventStream> follow(String id, String query, @Nullable String lastEvent) throws RefusedException {
        return hub.events(path(id) + "/output" + query, lastEvent);
    }

    private static String path(String id) {
        return PATH + HubClient.part(id);
    }
}
