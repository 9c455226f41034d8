package io.ris.hub.alerts.observing;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.ris.hub.alerts.observing.TaskFigures.TasksOf;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Counts of the tasks of the tenant in scope, one document for each slice of time: {@code {counts: {agent: {type: {e, f}}}}}. */
@HubService
class TaskFigureRepository {

    private final Store store;

    @Inject
    TaskFigureRepository(Store store) {
        this.store = store;
    }

    /** Adds to a slice, whatever other nodes add. */
    void add(long slice, Map<TasksOf, TaskCounts> counts) {
        List<Bson> updates = new ArrayList<>();
        counts.forEach((key, count) -> {
            String field = "counts." + key.agentId() + "." + key.type() + ".";
            updates.add(inc(field + "e", count.ended()));
            if (count.failed() > 0) {
                updates.add(inc(field + "f", count.failed()));
            }
        });
        collection().updateOne(eq("_id", slice), combine(updates), new UpdateOptions().upsert(true));
    }

    /** The sum of some slices. */
    Map<TasksOf, TaskCounts> of(List<Long> slices) {
        Map<TasksOf, TaskCounts> sum = new HashMap<>();
        for (Document slice : collection().find(in("_id", slices))) {
            Document agents = slice.get("counts", new Document());
            for (String agent : agents.keySet()) {
                Document types = agents.get(agent, Document.class);
                for (String type : types.keySet()) {
                    Document count = types.get(type, Document.class);
                    sum.merge(
                            new TasksOf(agent, type),
                            new TaskCounts(count.getInteger("e", 0), count.getInteger("f", 0)),
                            TaskCounts::plus);
                }
            }
        }
        return sum;
    }

    void prune(long before) {
        collection().deleteMany(lt("_id", before));
    }

    private MongoCollection<Document> collection() {
        return store.ofTenant().commands().getCollection("alert_task_figures");
    }
}
