package io.ris.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ris.protocol.DockerResult;
import io.ris.protocol.DockerSpec;
import io.ris.protocol.TaskAttempt;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tasks do with containers. Each call blocks its thread. */
public final class Containers {

    private static final int GRACE_SECONDS = 5;

    private final Engine engine;

    public Containers(Engine engine) {
        this.engine = engine;
    }

    /**
     * Makes a container that does not run yet, after its image was fetched if that is not there.
     *
     * @return its id
     */
    public String create(DockerSpec spec, TaskAttempt attempt) throws EngineException, IOException {
        String path =
                "/containers/create" + (spec.serviceName() == null ? "" : "?name=" + Engine.part(spec.serviceName()));
        ObjectNode plan = ContainerPlan.of(spec, attempt);
        try {
            return engine.post(path, plan).path("Id").asText();
        } catch (EngineException e) {
            if (!e.code().equals(Engine.NO_SUCH)) {
                throw e;
            }
            fetch(String.valueOf(spec.image()));
            return engine.post(path, plan).path("Id").asText();
        }
    }

    private void fetch(String image) throws EngineException, IOException {
        int colon = image.lastIndexOf(':');
        boolean tagged = image.contains("@") || colon > image.lastIndexOf('/');
        String query = "?fromImage=" + Engine.part(image) + (tagged ? "" : "&tag=latest");
        try (EngineCall call = engine.begin("POST", "/images/create" + query, null)) {
            Progress progress = new Progress();
            call.answer().transferTo(progress);
            if (progress.failed()) {
                throw new EngineException("image_unavailable", "the image " + image + " cannot be fetched");
            }
        } catch (EngineException e) {
            throw new EngineException("image_unavailable", String.valueOf(e.getMessage()));
        }
    }

    /** The container of an attempt, if it was made. */
    public Optional<String> find(TaskAttempt attempt) throws EngineException, IOException {
        ObjectNode filters = JsonNodeFactory.instance.objectNode();
        filters.putArray("label")
                .add(ContainerPlan.TASK + "=" + attempt.taskId().value())
                .add(ContainerPlan.ATTEMPT + "=" + attempt.attempt());
        JsonNode found = engine.get("/containers/json?all=1&filters=" + Engine.part(filters.toString()));
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.get(0).path("Id").asText());
    }

    /**
     * The container of that name.
     *
     * @throws EngineException also if no task made it
     */
    public String require(String name) throws EngineException, IOException {
        JsonNode found = inspect(name);
        if (!found.path("Config").path("Labels").has(ContainerPlan.TASK)) {
            throw new EngineException("not_ours", "the container " + name + " was not made by a task");
        }
        return found.path("Id").asText();
    }

    /** Starts it; one that runs, goes on. */
    public void start(String id) throws EngineException, IOException {
        engine.post("/containers/" + Engine.part(id) + "/start", null);
    }

    /** Ends it: SIGTERM, five seconds, SIGKILL. */
    public void stop(String id) throws EngineException, IOException {
        engine.post("/containers/" + Engine.part(id) + "/stop?t=" + GRACE_SECONDS, null);
    }

    /** Waits until it has ended; answers its exit status. */
    public int await(String id) throws EngineException, IOException {
        return engine.post("/containers/" + Engine.part(id) + "/wait", null)
                .path("StatusCode")
                .asInt();
    }

    /** Removes it, running or not; nothing where it is gone already, or somebody else is removing it. */
    public void remove(String id) throws EngineException, IOException {
        try {
            engine.delete("/containers/" + Engine.part(id) + "?force=1&v=1");
        } catch (EngineException e) {
            if (!e.saysGone()) {
                throw e;
            }
        }
    }

    /**
     * Copies what it writes, from its beginning.
     *
     * @param follow whether until it ends, and not only what is there
     * @param tail the most lines; null for all
     */
    public void copyLogs(String id, boolean follow, @Nullable Integer tail, LogCopy copy)
            throws EngineException, IOException {
        String path = "/containers/" + Engine.part(id) + "/logs?stdout=1&stderr=1&follow=" + (follow ? 1 : 0)
                + (tail == null ? "" : "&tail=" + tail);
        try (EngineCall call = engine.begin("GET", path, null)) {
            copy.from(call.answer());
        }
    }

    /** Copies what an engine that followed a container to its end has left out, as it does when it is busy. */
    public void copyRest(String id, LogCopy copy) throws EngineException, IOException {
        String path = "/containers/" + Engine.part(id) + "/logs?stdout=1&stderr=1&follow=0";
        try (EngineCall call = engine.begin("GET", path, null)) {
            copy.restFrom(call.answer());
        }
    }

    /** How it is. */
    public DockerResult.Container look(String id) throws EngineException, IOException {
        JsonNode found = inspect(id);
        JsonNode state = found.path("State");
        String status = state.path("Status").asText();
        boolean ended = status.equals("exited") || status.equals("dead");
        return new DockerResult.Container(
                found.path("Id").asText(),
                found.path("Name").asText().replaceFirst("^/", ""),
                status,
                ended ? state.path("ExitCode").asInt() : null,
                state.path("OOMKilled").asBoolean());
    }

    private JsonNode inspect(String id) throws EngineException, IOException {
        return engine.get("/containers/" + Engine.part(id) + "/json");
    }

    /** What an engine tells while it fetches an image: without end, but for whether there was an error in it. */
    private static final class Progress extends OutputStream {

        private static final String ERROR = "\"errorDetail\"";

        private final StringBuilder recent = new StringBuilder();
        private boolean failed;

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            recent.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
            failed |= recent.indexOf(ERROR) >= 0;
            recent.delete(0, Math.max(0, recent.length() - ERROR.length()));
        }

        boolean failed() {
            return failed;
        }
    }
}
