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
        JsonNode piece = tasks.output(TaskJson.id(task), stream, offset);
        return TaskJson.bytes(
                piece.path("data").asText(), piece.path("encoding").asText());
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

    /** Writes what is left of a task that has ended. */
    void complete(Tasks tasks, JsonNode ended) throws RefusedException {
        JsonNode result = ended.path("result");
        write(result.hasNonNull(stream) ? rest(result) : fetch(tasks, ended));
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
