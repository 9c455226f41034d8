package io.ris.hub.tasks.targeting;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.persistence.Queries;
import io.ris.hub.platform.persistence.SealedFields;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.persistence.StoreFaults;
import io.ris.protocol.TaskId;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.jnosql.communication.semistructured.CriteriaCondition;
import org.jspecify.annotations.Nullable;

/** The jobs of the tenant in scope. Every change is one update that expects where the job stands. */
@HubService
class JobRepository {

    private static final String COLLECTION = "jobs";
    private static final List<String> ACTIVE = JobStatus.names(false);
    private static final List<String> FINAL = JobStatus.names(true);

    private final Store store;

    @Inject
    JobRepository(Store store) {
        this.store = store;
    }

    Optional<Job> find(String id) {
        return store.ofTenant().entities().find(Job.class, id);
    }

    /** Stores a new job durably; false if there is one with this id already. */
    boolean insert(Job job) {
        return StoreFaults.stores(() -> store.ofTenant().entities().insert(job));
    }

    Page<Job> page(@Nullable JobStatus status, PageRequest request) {
        return Queries.page(
                store.ofTenant().entities(),
                COLLECTION,
                status == null ? List.of() : List.of(CriteriaCondition.eq("status", status.wireName())),
                request);
    }

    /** Every job that has not ended, and those that ended cancelled since a time. */
    List<String> activeOrCancelledSince(Instant since) {
        Bson cancelled = and(eq("status", JobStatus.CANCELLED.wireName()), gte("completed_at", Date.from(since)));
        List<String> ids = new ArrayList<>();
        for (Bson some : List.of(in("status", ACTIVE), cancelled)) {
            jobs().find(some)
                    .projection(include("_id"))
                    .map(job -> job.getString("_id"))
                    .into(ids);
        }
        return ids;
    }

    /** The job fires for these agents, unless it has already, or is cancelled. */
    boolean fire(Job job, List<String> agents, Instant now) {
        return update(
                and(eq("_id", job.id()), eq("status", JobStatus.PENDING.wireName()), eq("cancel_requested_at", null)),
                combine(
                        set("status", JobStatus.RUNNING.wireName()),
                        set("agents", agents),
                        set("started_at", Date.from(now))));
    }

    /** More of its agents have been given their tasks, or left out; false if it is cancelled, or others have been before. */
    boolean advance(String job, int from, JobTasks.Given given) {
        return advance(job, from, given, combine());
    }

    private boolean advance(String job, int from, JobTasks.Given given, Bson more) {
        return update(
                and(
                        eq("_id", job),
                        eq("status", JobStatus.RUNNING.wireName()),
                        eq("next", from),
                        eq("cancel_requested_at", null)),
                combine(set("next", from + given.tried()), inc("skipped", given.skipped()), more));
    }

    /** None of the agents from {@link Job#next} on is given its task; false as for {@link #advance}. */
    boolean leaveOutRest(Job job, String error) {
        int rest = job.agents().size() - job.next();
        return advance(job.id(), job.next(), new JobTasks.Given(rest, rest), set("error", error));
    }

    boolean requestCancel(String job, Instant now) {
        return update(
                and(eq("_id", job), in("status", ACTIVE), eq("cancel_requested_at", null)),
                set("cancel_requested_at", Date.from(now)));
    }

    boolean end(Job job, JobStatus status, Instant now) {
        return update(
                and(eq("_id", job.id()), in("status", ACTIVE)),
                combine(set("status", status.wireName()), set("completed_at", Date.from(now))));
    }

    /** Removes jobs that came before a time and ended before another. */
    void prune(Instant came, Instant ended) {
        jobs().deleteMany(and(
                in("status", FINAL), lt("completed_at", Date.from(ended)), lt("created_at", Date.from(came))));
    }

    /**
     * Seals anew the specs that do not begin with a prefix.
     *
     * @param anew nothing where what it is given does not open
     * @return how many those were, with those that do not open
     */
    long reseal(String prefix, BiFunction<TaskId, String, Optional<String>> anew) {
        return SealedFields.reseal(jobs(), "spec", prefix, (id, text) -> anew.apply(new TaskId(id), text));
    }

    private boolean update(Bson expected, Bson change) {
        return jobs().updateOne(expected, change).getModifiedCount() == 1;
    }

    private MongoCollection<Document> jobs() {
        return store.ofTenant().commands().getCollection(COLLECTION);
    }
}
