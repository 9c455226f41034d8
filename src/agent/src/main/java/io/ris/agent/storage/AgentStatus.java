package io.ris.agent.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ris.protocol.AgentId;
import io.ris.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an agent is doing, for whoever looks at its machine: {@code status.json} in the data directory.
 *
 * @param state {@code connecting}, {@code connected}, {@code stopped} or {@code gave_up}
 * @param hub URL of the hub
 * @param pid process of the agent
 * @param since when it came into this state
 * @param running attempts that run
 * @param waitingResults results that the hub has not acknowledged
 * @param tasks ids of the tasks that run
 * @param epoch the highest of a hub that was seen
 * @param certificateExpiresAt when the agent's certificate ends
 * @param policy file of the policy in force; {@code default} where there is none
 * @param telemetry what is reported of the machine, by the names of its collectors; empty where nothing is
 * @param reason why it gave up; null unless it did
 */
public record AgentStatus(
        String state,
        String hub,
        AgentId agentId,
        String name,
        long pid,
        Instant since,
        int running,
        int waitingResults,
        List<String> tasks,
        long epoch,
        Instant certificateExpiresAt,
        String policy,
        List<String> telemetry,
        @Nullable String reason) {

    @SuppressWarnings("ConstantValue") // as an earlier version wrote it
    public AgentStatus {
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
        telemetry = telemetry == null ? List.of() : List.copyOf(telemetry);
    }

    public static final String CONNECTING = "connecting";
    public static final String CONNECTED = "connected";
    public static final String STOPPED = "stopped";
    public static final String GAVE_UP = "gave_up";

    private static final String FILE = "status.json";

    /** The status of this directory, if an agent has left one there. */
    public static Optional<AgentStatus> read(Path directory) throws IOException {
        try {
            return Optional.of(Json.lenient().readValue(Files.readString(directory.resolve(FILE)), AgentStatus.class));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** Replaces the status of this directory. */
    public void writeTo(Path directory) throws IOException {
        AtomicFile.write(directory.resolve(FILE), json());
    }

    private String json() {
        try {
            return Json.lenient().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a status that cannot be written", e);
        }
    }
}
