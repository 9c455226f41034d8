package io.ris.hub.tasks;

import static com.mongodb.client.model.Filters.in;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.persistence.StoreFaults;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.TaskAttempt;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What tasks of the tenant in scope wrote, in numbered pieces, so that reading goes by id alone. */
@HubService
class OutputRepository {

    private final Store store;

    @Inject
    OutputRepository(Store store) {
        this.store = store;
    }

    static String id(TaskAttempt attempt, OutputStreamName stream, int number) {
        return attempt.taskId() + "/" + attempt.attempt() + "/" + stream.wireName() + "/" + number;
    }

    /** Stores a piece durably; false if that number is stored already. */
    boolean insert(OutputChunk chunk) {
        return StoreFaults.stores(() -> store.ofTenant().entities().insert(chunk));
    }

    Optional<OutputChunk> find(TaskAttempt attempt, OutputStreamName stream, int number) {
        return store.ofTenant().entities().find(OutputChunk.class, id(attempt, stream, number));
    }

    /** How many pieces there are of a stream. */
    int count(TaskAttempt attempt, OutputStreamName stream) {
        return leading(attempt, stream, chunk -> true);
    }

    /** The number of the piece in which an offset lies, or of the one after it; the last one's where it lies behind all. */
    int at(TaskAttempt attempt, OutputStreamName stream, long offset) {
        return offset == 0 ? 0 : Math.max(0, leading(attempt, stream, chunk -> chunk.offset() <= offset) - 1);
    }

    /** How many of the first pieces are so, where none is behind one that is not: found in few looks, not by reading all. */
    private int leading(TaskAttempt attempt, OutputStreamName stream, Predicate<OutputChunk> so) {
        int known = 0;
        int step = 1;
        while (find(attempt, stream, known + step - 1).filter(so).isPresent()) {
            known += step;
            step *= 2;
        }
        int beyond = known + step;
        while (beyond - known > 1) {
            int middle = known + (beyond - known) / 2;
            if (find(attempt, stream, middle - 1).filter(so).isPresent()) {
                known = middle;
            } else {
                beyond = middle;
            }
        }
        return known;
    }

    void delete(List<String> taskIds) {
        store.ofTenant().commands().getCollection("task_output").deleteMany(in("task_id", taskIds));
    }
}
