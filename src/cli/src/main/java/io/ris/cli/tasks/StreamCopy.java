package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.cli.Console;
import io.ris.cli.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** One stream of a task, written elsewhere byte for byte as it grows. Not thread-safe. */
final class StreamCopy {

    private final String stream;
    private final OutputStream target;
    private long offset;
    private boolean hasGap;
    private boolean gapTold;

    /** @param offset where to begin */
    StreamCopy(String stream, OutputStream target, long offset) {
        this.stream = stream;
        this.target = target;
        this.offset = offset;
    }

    /** What has come since. */
    byte[] fetch(Tasks tasks, JsonNode task) throws RefusedException {
        return taken(tasks.output(TaskJson.id(task), stream, offset));
    }

    /** The hub says that it had no room for the rest. */
    void noteGap() {
        hasGap = true;
    }

    /** Says, once, that the rest is missing, if it is. */
    void explain(Console console) {
        if (hasGap && !gapTold) {
            gapTold = true;
            TaskEnd.explainGap(stream, console);
        }
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
            write(taken(piece));
        } while (offset > begin && !piece.path("complete").asBoolean(true));
    }

    /** Writes what is left of a task that has ended. */
    void complete(Tasks tasks, JsonNode ended) throws RefusedException {
        JsonNode result = ended.path("result");
        if (result.hasNonNull(stream) && !isNamed(ended, "more_output")) {
            hasGap |= isNamed(ended, "gaps");
            write(rest(result));
            return;
        }
        JsonNode piece;
        do {
            piece = tasks.output(TaskJson.id(ended), stream, offset);
            write(taken(piece));
        } while (!piece.path("complete").asBoolean(true));
    }

    /** Whether the stream is among those of which the task as it was read says something. */
    private boolean isNamed(JsonNode ended, String among) {
        return ended.path(among).valueStream().anyMatch(name -> name.asText().equals(stream));
    }

    private byte[] taken(JsonNode piece) {
        hasGap |= piece.path("gap").asBoolean();
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
        hasGap = false;
        gapTold = false;
        return begun;
    }
}
