package io.ris.hub.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.platform.HubService;
import io.ris.protocol.OutputData;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.TaskAttempt;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/** Reads what tasks of the tenant in scope wrote, from any offset, in parts of a bounded size. Thread-safe. */
@HubService
public class OutputReader {

    private final OutputRepository chunks;

    @Inject
    OutputReader(OutputRepository chunks) {
        this.chunks = chunks;
    }

    /**
     * Where somebody reads.
     *
     * @param offset the next byte
     * @param piece where in the store it may be; -1 where that is not known
     */
    public record Bookmark(long offset, int piece) {

        /** An offset that was not read up to. */
        public static Bookmark at(long offset) {
            return new Bookmark(offset, offset == 0 ? 0 : -1);
        }
    }

    /**
     * A part of a stream.
     *
     * @param bytes of it; empty where no more is stored
     * @param next where it goes on
     * @param isCut whether the hub has kept nothing of what comes next: for want of room, or beyond what is kept of a stream
     */
    @SuppressWarnings("ArrayRecordComponent") // read and written on, never compared
    public record Part(byte[] bytes, Bookmark next, boolean isCut) {

        /** Whether the store has nothing here, and does not say that there was something either. */
        public boolean isEmpty() {
            return bytes.length == 0 && !isCut;
        }
    }

    /** What an attempt has written to a stream, as far as that is stored apart. */
    public Part stored(TaskAttempt attempt, OutputStreamName stream, Bookmark from, int limit) {
        int piece = from.piece() < 0 ? chunks.at(attempt, stream, from.offset()) : from.piece();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Optional<OutputChunk> chunk = chunks.find(attempt, stream, piece);
        while (chunk.isPresent() && !chunk.get().isCut() && bytes.size() < limit) {
            long offset = from.offset() + bytes.size();
            int skip = (int)
                    Math.clamp(offset - chunk.get().offset(), 0L, chunk.get().data().length);
            int length = Math.min(limit - bytes.size(), chunk.get().data().length - skip);
            bytes.write(chunk.get().data(), skip, length);
            if (skip + length == chunk.get().data().length) {
                chunk = chunks.find(attempt, stream, ++piece);
            }
        }
        boolean isCut = bytes.size() < limit && chunk.filter(OutputChunk::isCut).isPresent();
        return new Part(bytes.toByteArray(), new Bookmark(from.offset() + bytes.size(), piece), isCut);
    }

    /** Output that was short enough to travel inside the task's result. */
    public static Part inline(Task task, OutputStreamName stream, Bookmark from, int limit) {
        JsonNode result = TaskSpecs.tree(task.result());
        if (result == null || !result.hasNonNull(stream.wireName())) {
            return new Part(new byte[0], from, false);
        }
        String encoding = result.path(stream.wireName() + "_encoding").asText(OutputData.UTF_8);
        byte[] whole = new OutputData(result.get(stream.wireName()).asText(), encoding).bytes();
        int begin = (int) Math.min(from.offset(), whole.length);
        byte[] bytes = Arrays.copyOfRange(whole, begin, (int) Math.min(whole.length, (long) begin + limit));
        return new Part(bytes, new Bookmark(from.offset() + bytes.length, from.piece()), false);
    }

    /** Bytes that a task wrote beyond what is kept of one, of all its streams together. */
    public static long dropped(Task task) {
        JsonNode result = TaskSpecs.tree(task.result());
        return result == null ? 0 : result.path("dropped_bytes").asLong();
    }

    /** What the last attempt at a task has written to a stream, wherever that is. */
    public Part read(Task task, OutputStreamName stream, Bookmark from, int limit) {
        if (task.attempt() == 0) {
            return new Part(new byte[0], from, false);
        }
        Part stored = stored(task.taskAttempt(), stream, from, limit);
        return stored.isEmpty() ? inline(task, stream, from, limit) : stored;
    }
}
