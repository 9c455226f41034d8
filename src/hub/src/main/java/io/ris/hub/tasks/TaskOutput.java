package io.ris.hub.tasks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.tenancy.StorageGauge;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.TaskAttempt;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Keeps what tasks write while they run: each byte once, however often the agent sends it. Thread-safe. */
@HubService
class TaskOutput {

    private static final int REMEMBERED_STREAMS = 10_000;

    private final OutputRepository chunks;
    private final StorageGauge storage;
    private final Clock clock;

    /** Where each stream stands; looked up in the store after a restart. */
    private final Cache<String, Position> positions = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_STREAMS)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    @Inject
    TaskOutput(OutputRepository chunks, StorageGauge storage, Clock clock) {
        this.storage = storage;
        this.chunks = chunks;
        this.clock = clock;
    }

    /** What is stored of a stream: how many pieces, up to which byte; cut where the tenant's storage was full. */
    private record Position(int pieces, long end, boolean isCut) {}

    /**
     * Stores a piece, but for the part that is stored already.
     *
     * @return the offset up to which the stream is stored
     */
    long append(AgentFrame.Output piece) {
        TaskAttempt attempt = piece.taskAttempt();
        String key = TenantScope.require() + "/" + OutputRepository.id(attempt, piece.stream(), 0);
        Position position = positions.get(key, unknown -> read(attempt, piece.stream()));
        byte[] data = piece.bytes();
        long known = position.end() - piece.seq();
        if (known < 0 || known >= data.length) {
            return position.end(); // a gap: the agent sends again from here; or nothing new
        }
        byte[] fresh = known == 0 ? data : Arrays.copyOfRange(data, (int) known, data.length);
        if (position.isCut() || !storage.hasRoomFor(fresh.length)) {
            Position cut = new Position(position.pieces(), piece.seq() + data.length, true);
            positions.put(key, cut);
            return cut.end(); // the result holds the output's beginning; what streams is not kept any more
        }
        OutputChunk chunk = new OutputChunk(
                OutputRepository.id(attempt, piece.stream(), position.pieces()),
                attempt.taskId().value(),
                position.end(),
                fresh,
                clock.instant());
        Position next = chunks.insert(chunk)
                ? new Position(position.pieces() + 1, chunk.end(), false)
                : read(attempt, piece.stream());
        positions.put(key, next);
        return next.end();
    }

    private Position read(TaskAttempt attempt, OutputStreamName stream) {
        List<OutputChunk> stored = chunks.all(attempt, stream);
        return stored.isEmpty()
                ? new Position(0, 0, false)
                : new Position(stored.size(), stored.getLast().end(), false);
    }

    /** The whole of a stream from an offset. */
    byte[] read(TaskAttempt attempt, OutputStreamName stream, long offset) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (OutputChunk chunk : chunks.all(attempt, stream)) {
            int skip = (int) Math.clamp(offset - chunk.offset(), 0L, chunk.data().length);
            whole.write(chunk.data(), skip, chunk.data().length - skip);
        }
        return whole.toByteArray();
    }
}
