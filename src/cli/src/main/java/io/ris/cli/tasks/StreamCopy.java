package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.cli.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** One stream of a task, written elsewhere byte for byte as it grows. Not thread-safe. */
final class StreamCopy {

    private final String stream;
    private final OutputStream target;
    private long offset;

    /** @param offset where to begin */
    StreamCopy(String stream, OutputStream target, long offset) {
        this.stream = stream;
        this.target = target;
        this.offset = offset;
    }

    /** What has come since. */
    byte[] fetch(Tasks tasks, JsonNode task) throws RefusedException {
        return bytes(tasks.output(TaskJson.id(task), stream, offset));
    }

    String name() {
        return stream;
    }

    long offset() {
        return offset;
    }

    /** Writes what is new in a piece that begins at an offset; answers false where something in between is missing. */
    boolean write(long begin, byte[] piece) throws RefusedException {
        if (begin > offset) {
            return false;
        }
        int known = (int) Math.min(offset - begin, piece.length);
        write(Arrays.copyOfRange(piece, known, piece.length));
        return true;
    }

    void write(byte[] piece) throws RefusedException {
        if (piece.length == 0) {
            return;
        }
        try {
            target.write(piece);
            target.flush();
            offset += piece.length;
        } catch (IOException e) {
            throw new OutputClosedException(e);
        }
    }

    /** Writes all that has come, which an answer of the hub may hold a part of. */
    void catchUp(Tasks tasks, JsonNode task) throws RefusedException {
        JsonNode piece;
        long begin;
        do {
            begin = offset;
            piece = tasks.output(TaskJson.id(task), stream, offset);
            write(bytes(piece));
        } while (offset > begin && !piece.path("complete").asBoolean(true));
    }

    /** Writes what is left of a task that has ended. */
    void complete(Tasks tasks, JsonNode ended) throws RefusedException {
        JsonNode result = ended.path("result");
        if (result.hasNonNull(stream) && !isLonger(ended)) {
            write(rest(result));
            return;
        }
        JsonNode piece;
        do {
            piece = tasks.output(TaskJson.id(ended), stream, offset);
            write(bytes(piece));
        } while (!piece.path("complete").asBoolean(true));
    }

    /** Whether the task as it was read shows the beginning of the stream alone. */
    private boolean isLonger(JsonNode ended) {
        return ended.path("more_output").valueStream().anyMatch(name -> name.asText()
                .equals(stream));
    }

    private static byte[] bytes(JsonNode piece) {
        return TaskJson.bytes(
                piece.path("data").asText(), piece.path("encoding").asText());
    }

    private byte[] rest(JsonNode result) {
        byte[] whole = TaskJson.bytes(
                result.path(stream).asText(), result.path(stream + "_encoding").asText());
        return Arrays.copyOfRange(whole, (int) Math.min(offset, whole.length), whole.length);
    }

    /** Another attempt writes anew; answers whether anything of the one before was written. */
    boolean restart() {
        boolean begun = offset > 0;
        offset = 0;
        return begun;
    }
}
