package io.ris.hub.tasks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.tenancy.StorageGauge;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.TaskAttempt;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Keeps what tasks write while they run: each byte once, however often the agent sends it. Thread-safe. */
@HubService
class TaskOutput {

    private static final int REMEMBERED_STREAMS = 10_000;

    private final OutputRepository chunks;
    private final StorageGauge storage;
    private final Event<OutputStored> news;
    private final Clock clock;
    private final long limit;

    /** Where each stream stands; looked up in the store after a restart. */
    private final Cache<String, Position> positions = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_STREAMS)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    @Inject
    TaskOutput(
            OutputRepository chunks,
            StorageGauge storage,
            Event<OutputStored> news,
            Clock clock,
            @ConfigProperty(name = "task_orchestration.output.max_size") long limit) {
        this.limit = limit;
        this.storage = storage;
        this.chunks = chunks;
        this.news = news;
        this.clock = clock;
    }

    /** What is stored of a stream: how many pieces, up to which byte; cut where there was more than is kept. */
    private record Position(int pieces, long end, boolean isCut) {}

    /**
     * Stores a piece, but for the part that is stored already.
     *
     * @return the offset up to which the agent need not send the stream again
     */
    long append(AgentFrame.Output piece) {
        TaskAttempt attempt = piece.taskAttempt();
        String key = TenantScope.require() + "/" + OutputRepository.id(attempt, piece.stream(), 0);
        Position position = positions.get(key, unknown -> read(attempt, piece.stream()));
        byte[] data = piece.bytes();
        long end = piece.seq() + data.length;
        if (position.isCut() || position.end() >= limit) { // agents keep to the limit; one that does not fills no disk
            if (!position.isCut() && end > position.end()) {
                store(piece, key, position, new byte[0]); // and whoever reads the stream is told that there was more
            }
            return Math.max(position.end(), end);
        }
        long known = position.end() - piece.seq();
        if (known < 0 || known >= data.length) {
            return position.end(); // a gap: the agent sends again from here; or nothing new
        }
        byte[] fresh =
                Arrays.copyOfRange(data, (int) known, (int) Math.min(data.length, known + limit - position.end()));
        Position next = store(piece, key, position, storage.hasRoomFor(fresh.length) ? fresh : new byte[0]);
        return next.isCut() || next.end() >= limit ? append(piece) : next.end();
    }

    /** Answers where the stream stands then: another node may have stored that piece before. */
    private Position store(AgentFrame.Output piece, String key, Position position, byte[] data) {
        TaskAttempt attempt = piece.taskAttempt();
        OutputChunk chunk = new OutputChunk(
                OutputRepository.id(attempt, piece.stream(), position.pieces()),
                attempt.taskId().value(),
                position.end(),
                data,
                clock.instant());
        Position next = chunks.insert(chunk)
                ? new Position(position.pieces() + 1, chunk.end(), chunk.isCut())
                : read(attempt, piece.stream());
        positions.put(key, next);
        news.fire(new OutputStored(TenantScope.require(), attempt.taskId()));
        return next;
    }

    private Position read(TaskAttempt attempt, OutputStreamName stream) {
        int pieces = chunks.count(attempt, stream);
        return pieces == 0
                ? new Position(0, 0, false)
                : chunks.find(attempt, stream, pieces - 1)
                        .map(last -> new Position(pieces, last.end(), last.isCut()))
                        .orElseThrow();
    }
}
