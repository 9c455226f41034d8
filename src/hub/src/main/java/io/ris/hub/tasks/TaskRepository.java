package io.ris.hub.tasks;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.push;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.cluster.HubNode;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.persistence.Queries;
import io.ris.hub.platform.persistence.SealedFields;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.persistence.StoreFaults;
import io.ris.protocol.AgentId;
import io.ris.protocol.TaskId;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.jnosql.communication.semistructured.CriteriaCondition;
import org.jspecify.annotations.Nullable;

/** The tasks of the tenant in scope. Reads and inserts go through JNoSQL; every change of state is one native update. */
@HubService
class TaskRepository {

    private static final String COLLECTION = "tasks";
    private static final List<String> ACTIVE = names(false);
    private static final List<String> FINAL = names(true);

    private final Store store;
    private final HubNode node;

    @Inject
    TaskRepository(Store store, HubNode node) {
        this.store = store;
        this.node = node;
    }

    private static List<String> names(boolean terminal) {
        return Stream.of(TaskState.values())
                .filter(state -> state.isTerminal() == terminal)
                .map(TaskState::wireName)
                .toList();
    }

    Optional<Task> find(TaskId id) {
        return store.ofTenant().entities().find(Task.class, id.value());
    }

    /** Stores a new task durably; false if there is one with this id already. */
    boolean insert(Task task) {
        return StoreFaults.stores(() -> store.ofTenant().entities().insert(task));
    }

    /**
     * Seals anew the specs that do not begin with a prefix.
     *
     * @return how many those were
     */
    long reseal(String prefix, BiFunction<TaskId, String, String> anew) {
        return SealedFields.reseal(collection(true), "spec", prefix, (id, text) -> anew.apply(new TaskId(id), text));
    }

    Page<Task> page(TaskFilter filter, PageRequest request) {
        return Queries.page(store.ofTenant().entities(), COLLECTION, conditions(filter), request);
    }

    private static List<CriteriaCondition> conditions(TaskFilter filter) {
        List<CriteriaCondition> conditions = new ArrayList<>();
        if (filter.status() != null) {
            conditions.add(CriteriaCondition.eq("status", filter.status().wireName()));
        }
        if (filter.clientId() != null) {
            conditions.add(CriteriaCondition.eq("client_id", filter.clientId()));
        }
        if (filter.type() != null) {
            conditions.add(CriteriaCondition.eq("type", filter.type()));
        }
        if (filter.priority() != null) {
            conditions.add(CriteriaCondition.eq("priority", filter.priority()));
        }
        if (filter.jobId() != null) {
            conditions.add(CriteriaCondition.eq("job_id", filter.jobId()));
        }
        return conditions;
    }

    /** How many tasks of a job are in each state. */
    Map<TaskState, Integer> progress(String job) {
        Map<TaskState, Integer> progress = new EnumMap<>(TaskState.class);
        for (Document task : collection(true).find(eq("job_id", job)).projection(include("status"))) {
            TaskState.find(task.getString("status")).ifPresent(state -> progress.merge(state, 1, Integer::sum));
        }
        return progress;
    }

    /** The tasks of a job that are not final. */
    List<TaskId> activeOfJob(String job) {
        List<TaskId> active = new ArrayList<>();
        for (Document task : collection(true)
                .find(and(eq("job_id", job), in("status", ACTIVE)))
                .projection(include("_id"))) {
            active.add(new TaskId(task.getString("_id")));
        }
        return active;
    }

    /** Every task that is not final, the oldest first. */
    List<Task> active() {
        return Queries.<Task>all(
                        store.ofTenant().entities(), COLLECTION, List.of(CriteriaCondition.in("status", ACTIVE)))
                .stream()
                .sorted((a, b) -> a.createdAt().compareTo(b.createdAt()))
                .toList();
    }

    /** Every task in a state. */
    List<Task> withState(TaskState state) {
        return Queries.all(
                store.ofTenant().entities(), COLLECTION, List.of(CriteriaCondition.eq("status", state.wireName())));
    }

    /** Every running task that somebody wants to end. */
    List<Task> toBeCancelled() {
        return withState(TaskState.RUNNING).stream()
                .filter(task -> task.cancelRequestedAt() != null)
                .toList();
    }

    /** How many tasks are not final. */
    long countActive() {
        return collection(true).countDocuments(in("status", ACTIVE));
    }

    /** Every task of an agent that is not final. */
    List<Task> activeOf(AgentId agent) {
        return Queries.all(
                store.ofTenant().entities(),
                COLLECTION,
                List.of(CriteriaCondition.eq("client_id", agent.value()), CriteriaCondition.in("status", ACTIVE)));
    }

    /**
     * Takes one step, if the task is still where the step expects it: same status, attempt and epoch, and no request to cancel
     * it since.
     */
    boolean apply(TaskChange change, Instant now) {
        Task before = change.before();
        if (before.state().isTerminal()) {
            return false; // final for ever
        }
        List<Bson> updates = new ArrayList<>();
        updates.add(set("status", change.to().wireName()));
        change.fields()
                .forEach((field, value) ->
                        updates.add(value.isPresent() ? set(field, stored(value.get())) : unset(field)));
        updates.add(push("events", event(before.status(), change, now)));
        return collection(change.isDurable())
                        .updateOne(
                                and(
                                        eq("_id", before.id()),
                                        eq("status", before.status()),
                                        eq("attempt", before.attempt()),
                                        eq("epoch", before.epoch()),
                                        eq("cancel_requested_at", stored(before.cancelRequestedAt()))),
                                combine(updates))
                        .getModifiedCount()
                == 1;
    }

    /** Notes that something came too late to change the task. */
    void noteLate(Task task, String reason, Instant now) {
        collection(false)
                .updateOne(
                        eq("_id", task.id()),
                        push(
                                "events",
                                event(
                                        task.status(),
                                        TaskChange.of(task, task.state()).because(reason),
                                        now)));
    }

    /** Notes since when the agents of running tasks are away. */
    void noteLost(AgentId agent, List<TaskId> tasks, Instant since) {
        collection(false)
                .updateMany(
                        and(
                                in("_id", tasks.stream().map(TaskId::value).toList()),
                                eq("client_id", agent.value()),
                                eq("status", TaskState.RUNNING.wireName())),
                        set("lost_since", Date.from(since)));
    }

    /** A page of the dead-letter list. */
    Page<Task> deadLetters(TaskFilter filter, PageRequest request) {
        List<CriteriaCondition> conditions = conditions(filter);
        conditions.add(CriteriaCondition.eq("dead_letter", TaskLife.ATTEMPTS_USED_UP));
        return Queries.page(store.ofTenant().entities(), COLLECTION, conditions, request);
    }

    /**
     * Takes a task out of the dead-letter list; false if it is not in it.
     *
     * @param requeuedAs the task that was made of it; null where it was purged
     */
    boolean unbury(Task task, @Nullable TaskId requeuedAs, Instant now) {
        String reason = requeuedAs == null ? "dead letter purged" : "requeued as " + requeuedAs;
        Bson noted = combine(
                unset("dead_letter"),
                push(
                        "events",
                        event(task.status(), TaskChange.of(task, task.state()).because(reason), now)));
        return collection(true)
                        .updateOne(
                                and(eq("_id", task.id()), eq("dead_letter", TaskLife.ATTEMPTS_USED_UP)),
                                requeuedAs == null ? noted : combine(noted, set("requeued_as", requeuedAs.value())))
                        .getModifiedCount()
                == 1;
    }

    /** Removes final tasks that ended before a time; returns their ids. */
    List<String> prune(Instant before) {
        Bson old = and(in("status", FINAL), lt("completed_at", Date.from(before)));
        List<String> ids = new ArrayList<>();
        for (Document task : collection(true).find(old).projection(Projections.include("_id"))) {
            ids.add(task.getString("_id"));
        }
        if (!ids.isEmpty()) {
            collection(true).deleteMany(in("_id", ids));
        }
        return ids;
    }

    private Document event(String from, TaskChange change, Instant now) {
        Document event = new Document("at", Date.from(now))
                .append("from", from)
                .append("to", change.to().wireName())
                .append("attempt", change.attempt())
                .append("node", node.id());
        return change.reason() == null ? event : event.append("reason", change.reason());
    }

    private static @Nullable Object stored(@Nullable Object value) {
        return value instanceof Instant at ? Date.from(at) : value;
    }

    private MongoCollection<Document> collection(boolean durable) {
        MongoCollection<Document> tasks = store.ofTenant().commands().getCollection(COLLECTION);
        return durable ? tasks : tasks.withWriteConcern(WriteConcern.W1);
    }
}
