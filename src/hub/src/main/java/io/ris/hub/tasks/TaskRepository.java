package io.ris.hub.tasks;

import static com.mongodb.client.model.Accumulators.sum;
import static com.mongodb.client.model.Aggregates.group;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
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
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
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
    private static final List<String> WAITING = Stream.of(TaskState.PENDING, TaskState.QUEUED, TaskState.RETRYING)
            .map(TaskState::wireName)
            .toList();

    /** What counts as load, here as in an {@link AgentLane}. */
    private static final List<String> DUE = Stream.of(TaskState.QUEUED, TaskState.ROUTING, TaskState.RUNNING)
            .map(TaskState::wireName)
            .toList();

    /** To look for the tasks of more agents one by one costs more than to look at all that are due. */
    private static final int NAMED_AT_MOST = 200;

    private static final List<String> OF_OUTLINE = List.of(
            "client_id",
            "status",
            "priority",
            "attempt",
            "created_at",
            "not_before",
            "expires_at",
            "deadline",
            "lost_since",
            "next_attempt_at");

    /** The ids of more would not fit into one command in the end. */
    private static final int PRUNED_AT_ONCE = 1000;

    /** Characters. */
    private static final int LONGEST_REASON = 256;

    private final Store store;
    private final HubNode node;
    private final RecentTasks recent;

    @Inject
    TaskRepository(Store store, HubNode node, RecentTasks recent) {
        this.store = store;
        this.node = node;
        this.recent = recent;
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

    /**
     * A task in one of the states in which it is expected: as this node last wrote it, else as the store has it. For a step that
     * fails where another node has changed the task since, and for final tasks, which nobody changes.
     */
    Optional<Task> recent(TaskId id, Predicate<TaskState> expected) {
        return recent.find(id).filter(task -> expected.test(task.state())).or(() -> find(id));
    }

    /** Stores a new task durably; false if there is one with this id already. */
    boolean insert(Task task) {
        boolean stored = StoreFaults.stores(() -> store.ofTenant().entities().insert(task));
        if (stored) {
            recent.remember(task);
        }
        return stored;
    }

    /**
     * Seals anew the specs that do not begin with a prefix.
     *
     * @param anew nothing where what it is given does not open
     * @return how many those were, with those that do not open
     */
    long reseal(String prefix, BiFunction<TaskId, String, Optional<String>> anew) {
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

    /** How many tasks of a job are in each state; counted by the store, as there may be thousands. */
    Map<TaskState, Integer> progress(String job) {
        Map<TaskState, Integer> progress = new EnumMap<>(TaskState.class);
        for (Document count :
                collection(true).aggregate(List.of(match(eq("job_id", job)), group("$status", sum("tasks", 1))))) {
            TaskState.find(count.getString("_id")).ifPresent(state -> progress.put(state, count.getInteger("tasks")));
        }
        return progress;
    }

    /** The tasks of a job that are not final, but for those that run and that somebody wants to end already. */
    List<TaskId> uncancelledOfJob(String job) {
        Bson notAsked = or(ne("status", TaskState.RUNNING.wireName()), eq("cancel_requested_at", null));
        return collection(true)
                .find(and(eq("job_id", job), in("status", ACTIVE), notAsked))
                .projection(include("_id"))
                .map(task -> new TaskId(task.getString("_id")))
                .into(new ArrayList<>());
    }

    /** Every task that is not final, the oldest first. */
    List<TaskOutline> active() {
        return outlines(in("status", ACTIVE));
    }

    /** Every task that waits for its agent, the oldest first. */
    List<TaskOutline> queued() {
        return outlines(eq("status", TaskState.QUEUED.wireName()));
    }

    /** Every running task that somebody wants to end, the oldest first. */
    List<TaskOutline> toBeCancelled() {
        return outlines(and(eq("status", TaskState.RUNNING.wireName()), ne("cancel_requested_at", null)));
    }

    /** Those of some tasks that are final. */
    List<TaskId> endedOf(Collection<TaskId> some) {
        List<String> ids = some.stream().map(TaskId::value).toList();
        return collection(true)
                .find(and(in("_id", ids), in("status", FINAL)))
                .projection(include("_id"))
                .map(task -> new TaskId(task.getString("_id")))
                .into(new ArrayList<>());
    }

    private List<TaskOutline> outlines(Bson which) {
        List<TaskOutline> outlines = new ArrayList<>();
        for (Document task : collection(true).find(which).projection(include(OF_OUTLINE))) {
            outlines.add(outline(task));
        }
        outlines.sort(Comparator.comparing(TaskOutline::createdAt));
        return outlines;
    }

    private static TaskOutline outline(Document task) {
        return new TaskOutline(
                new TaskId(task.getString("_id")),
                new AgentId(task.getString("client_id")),
                TaskState.find(task.getString("status")).orElseThrow(),
                task.getInteger("priority"),
                task.getInteger("attempt"),
                task.getDate("created_at").toInstant(),
                time(task, "not_before"),
                time(task, "expires_at"),
                time(task, "deadline"),
                time(task, "lost_since"),
                time(task, "next_attempt_at"));
    }

    private static @Nullable Instant time(Document task, String field) {
        Date at = task.getDate(field);
        return at == null ? null : at.toInstant();
    }

    /** How many tasks wait: for their time, for their agent or for another attempt. */
    long countWaiting() {
        return collection(true).countDocuments(in("status", WAITING));
    }

    /** How many tasks each of some agents has or is about to be offered; none is said of those that have none. */
    Map<AgentId, Integer> load(Collection<AgentId> agents) {
        Bson due = in("status", DUE);
        List<String> ids = agents.stream().map(AgentId::value).toList();
        Bson which = ids.size() > NAMED_AT_MOST ? due : and(in("client_id", ids), due);
        Map<AgentId, Integer> load = new HashMap<>();
        for (Document agent : collection(true).aggregate(List.of(match(which), group("$client_id", sum("tasks", 1))))) {
            load.put(new AgentId(agent.getString("_id")), agent.getInteger("tasks"));
        }
        return load;
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
        TaskTransition event = event(before.status(), change, now);
        updates.add(TaskEventRepository.step(before, event));
        recent.forget(before.id()); // a step of which nobody knows whether it was taken leaves nothing behind
        boolean taken = collection(change.isDurable())
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
        if (taken) {
            recent.remember(before.after(change, event));
        }
        return taken;
    }

    /** Notes that something came too late to change the task. */
    void noteLate(Task task, String reason, Instant now) {
        recent.forget(task.id());
        collection(false).updateOne(eq("_id", task.id()), TaskEventRepository.remark(task, remark(task, reason, now)));
    }

    private TaskTransition remark(Task task, String reason, Instant now) {
        return event(task.status(), TaskChange.of(task, task.state()).because(reason), now);
    }

    /** Notes since when the agent of running tasks is away, unless that is noted or they go on by now under a higher epoch. */
    void noteLost(AgentId agent, long epoch, List<TaskId> tasks, Instant since) {
        tasks.forEach(id -> recent.forget(id.value()));
        collection(false)
                .updateMany(
                        and(
                                in("_id", tasks.stream().map(TaskId::value).toList()),
                                eq("client_id", agent.value()),
                                lte("epoch", epoch),
                                eq("status", TaskState.RUNNING.wireName()),
                                eq("lost_since", null)),
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
        Bson noted = combine(unset("dead_letter"), TaskEventRepository.appended(task, remark(task, reason, now)));
        recent.forget(task.id());
        return collection(true)
                        .updateOne(
                                and(eq("_id", task.id()), eq("dead_letter", TaskLife.ATTEMPTS_USED_UP)),
                                requeuedAs == null ? noted : combine(noted, set("requeued_as", requeuedAs.value())))
                        .getModifiedCount()
                == 1;
    }

    /**
     * Removes final tasks that ended before a time, some at a time.
     *
     * @param keyed what came with an Idempotency-Key is removed only if it came before this time, too
     * @param first removes what else there is of these tasks: nobody would find it once they are gone
     * @return how many there were
     */
    long prune(Instant before, Instant keyed, Consumer<List<String>> first) {
        Bson forgettable = or(eq("request_hash", null), lt("created_at", Date.from(keyed)));
        Bson which = and(in("status", FINAL), lt("completed_at", Date.from(before)), forgettable);
        long removed = 0;
        List<String> ids = some(which);
        while (!ids.isEmpty()) {
            first.accept(ids);
            removed += collection(true).deleteMany(in("_id", ids)).getDeletedCount();
            ids = some(which);
        }
        return removed;
    }

    private List<String> some(Bson which) {
        return collection(true)
                .find(which)
                .projection(include("_id"))
                .limit(PRUNED_AT_ONCE)
                .map(task -> task.getString("_id"))
                .into(new ArrayList<>());
    }

    private TaskTransition event(String from, TaskChange change, Instant now) {
        String reason = change.reason(); // which an agent may have told
        String shown = reason == null ? null : reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
        return new TaskTransition(now, from, change.to().wireName(), change.attempt(), node.id(), shown);
    }

    private static @Nullable Object stored(@Nullable Object value) {
        return value instanceof Instant at ? Date.from(at) : value;
    }

    private MongoCollection<Document> collection(boolean durable) {
        MongoCollection<Document> tasks = store.ofTenant().commands().getCollection(COLLECTION);
        return durable ? tasks : tasks.withWriteConcern(WriteConcern.W1);
    }
}
