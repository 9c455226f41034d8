package io.ris.hub.tasks;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.push;
import static com.mongodb.client.model.Updates.pushEach;

import com.mongodb.client.model.PushOptions;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * What is kept of the events of tasks, so that no document grows without end however often a task is offered in vain: the first
 * ones, which are read with the task and all that most tasks have, and of those after them the newest. The end of a task is always
 * among them: no step follows it, and remarks displace nothing.
 */
@HubService
class TaskEventRepository {

    /** So many of the first events are kept. */
    static final int FIRST = 100;

    /** So many of the steps after them. */
    static final int NEWEST = 100;

    /** So many remarks, beside both, on what came too late. */
    static final int REMARKS = 50;

    private static final String FIRST_EVENTS = "events";
    private static final String LATER_EVENTS = "later_events";
    private static final String LATER_COUNT = "later_count";

    private final Store store;

    @Inject
    TaskEventRepository(Store store) {
        this.store = store;
    }

    /** The events after the first ones, and how many are not kept that were before them. */
    record Later(int leftOut, List<TaskTransition> newest) {}

    /** What came after the events that a task was read with. */
    Later later(Task task) {
        Document found = task.laterCount() == null
                ? null
                : store.ofTenant()
                        .commands()
                        .getCollection("tasks")
                        .find(eq("_id", task.id()))
                        .projection(include(LATER_EVENTS, LATER_COUNT))
                        .first();
        if (found == null) {
            return new Later(0, List.of());
        }
        List<TaskTransition> newest = found.getList(LATER_EVENTS, Document.class, List.of()).stream()
                .map(TaskEventRepository::transition)
                .toList();
        return new Later(found.getInteger(LATER_COUNT, 0) - newest.size(), newest);
    }

    /** Adds a step of a task that has not ended, with which it may. */
    static Bson step(Task task, TaskTransition event) {
        return added(task, event, new PushOptions().slice(-NEWEST));
    }

    /** Adds a remark, if there is room for one, and counts it in any case. */
    static Bson remark(Task task, TaskTransition event) {
        int remarks = task.lateRemarks() == null ? 0 : task.lateRemarks();
        if (task.hasRoomForFirst()) {
            return appended(task, event);
        }
        return remarks < REMARKS ? combine(appended(task, event), inc("late_remarks", 1)) : inc(LATER_COUNT, 1);
    }

    /** Adds an event that displaces none: for what happens once at most. */
    static Bson appended(Task task, TaskTransition event) {
        return added(task, event, new PushOptions());
    }

    private static Bson added(Task task, TaskTransition event, PushOptions bound) {
        return task.hasRoomForFirst()
                ? push(FIRST_EVENTS, document(event))
                : combine(pushEach(LATER_EVENTS, List.of(document(event)), bound), inc(LATER_COUNT, 1));
    }

    private static Document document(TaskTransition event) {
        Document document = new Document("at", Date.from(event.at()))
                .append("from", event.from())
                .append("to", event.to())
                .append("attempt", event.attempt())
                .append("node", event.node());
        return event.reason() == null ? document : document.append("reason", event.reason());
    }

    private static TaskTransition transition(Document event) {
        return new TaskTransition(
                event.getDate("at").toInstant(),
                event.getString("from"),
                event.getString("to"),
                event.getInteger("attempt"),
                event.getString("node"),
                event.getString("reason"));
    }
}
