package io.ris.hub.tasks;

import static com.mongodb.client.model.Filters.in;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.persistence.StoreFaults;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.TaskAttempt;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** All pieces of a stream, in order. */
    List<OutputChunk> all(TaskAttempt attempt, OutputStreamName stream) {
        List<OutputChunk> chunks = new ArrayList<>();
        Optional<OutputChunk> next = find(attempt, stream, 0);
        while (next.isPresent()) {
            chunks.add(next.get());
            next = find(attempt, stream, chunks.size());
        }
        return chunks;
    }

    private Optional<OutputChunk> find(TaskAttempt attempt, OutputStreamName stream, int number) {
        return store.ofTenant().entities().find(OutputChunk.class, id(attempt, stream, number));
    }

    void delete(List<String> taskIds) {
        store.ofTenant().commands().getCollection("task_output").deleteMany(in("task_id", taskIds));
    }
}
