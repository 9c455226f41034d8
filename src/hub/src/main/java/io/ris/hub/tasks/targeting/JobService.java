package io.ris.hub.tasks.targeting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import io.ris.hub.platform.audit.AuditTrail;
import io.ris.hub.platform.crypto.Tokens;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.tasks.TaskOrder;
import io.ris.hub.tasks.TaskService;
import io.ris.hub.tasks.TaskSpecs;
import io.ris.hub.tasks.TaskSubmission;
import io.ris.hub.tenancy.StorageGauge;
import io.ris.protocol.Json;
import io.ris.protocol.TaskId;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Taking on, finding and cancelling jobs of the tenant in scope. Thread-safe. */
@HubService
class JobService {

    private final JobRepository jobs;
    private final JobRunner runner;
    private final AgentChoice choice;
    private final TaskSpecs specs;
    private final TaskService tasks;
    private final TaskSubmission submission;
    private final StorageGauge storage;
    private final AuditTrail audit;
    private final Clock clock;

    @Inject
    JobService(
            JobRepository jobs,
            JobRunner runner,
            AgentChoice choice,
            TaskSpecs specs,
            TaskService tasks,
            TaskSubmission submission,
            StorageGauge storage,
            AuditTrail audit,
            Clock clock) {
        this.jobs = jobs;
        this.runner = runner;
        this.choice = choice;
        this.specs = specs;
        this.tasks = tasks;
        this.submission = submission;
        this.storage = storage;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Stores a job durably; it fires at once, or at its time. The same Idempotency-Key gives the same job again.
     *
     * @throws HubException.Invalid if its tasks could not be taken on, or it is to fire now and its target names nobody
     */
    Job submit(Target target, TaskOrder order) {
        String id = id(order);
        Optional<Job> first = first(id, order);
        if (first.isPresent()) {
            return first.get();
        }
        submission.requireNoTask(order);
        submission.requireValid(order);
        Job job = job(id, target, order);
        if (job.isDue(clock.instant()) && choice.all(target, job.type()).isEmpty()) {
            throw AgentChoice.nobody();
        }
        storage.requireRoomFor(job.spec().length());
        audit.record(new AuditEntry(
                AuditKind.TASK_EXECUTION,
                "job.execute",
                "job/" + id,
                AuditResult.SUCCESS,
                Map.of("type", job.type(), "target", job.target())));
        if (!jobs.insert(job)) {
            return first(id, order).orElseThrow(JobService::notFound);
        }
        runner.goOn(TenantScope.require(), id);
        return job;
    }

    private static String id(TaskOrder order) {
        return order.idempotencyKey() == null
                ? UuidCreator.getTimeOrderedEpoch().toString()
                : Tokens.hash(order.userId() + "\njob\n" + order.idempotencyKey());
    }

    private Optional<Job> first(String id, TaskOrder order) {
        Optional<Job> first = order.idempotencyKey() == null ? Optional.empty() : jobs.find(id);
        if (first.filter(job -> !order.bodyHash().equals(job.requestHash())).isPresent()) {
            throw TaskSubmission.keyReused();
        }
        return first;
    }

    /** @throws HubException.Conflict if the order, which is one for a task, has a key that has made a job before */
    void requireNoJob(TaskOrder order) {
        if (order.idempotencyKey() != null && jobs.find(id(order)).isPresent()) {
            throw TaskSubmission.keyReused();
        }
    }

    private Job job(String id, Target target, TaskOrder order) {
        Instant now = clock.instant();
        return new Job(
                id,
                order.spec().type(),
                JobStatus.PENDING.wireName(),
                order.priority().level(),
                order.userId(),
                specs.seal(new TaskId(id), order.spec()),
                json(target),
                order.timeout() == null ? null : order.timeout().toMillis(),
                order.maxRetries(),
                order.retryExitCodes(),
                order.idempotent(),
                order.metadata() == null ? null : order.metadata().toString(),
                List.of(),
                0,
                0,
                now,
                order.notBefore(),
                order.expiresAt(),
                null,
                null,
                null,
                order.requestId(),
                order.bodyHash(),
                null);
    }

    private static String json(Target target) {
        try {
            return Json.strict().writeValueAsString(target);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a target that cannot be written", e);
        }
    }

    /** @throws HubException.Conflict if there is none in this tenant */
    Job require(String id) {
        return jobs.find(id).orElseThrow(JobService::notFound);
    }

    Page<Job> page(@Nullable JobStatus status, PageRequest request) {
        return jobs.page(status, request);
    }

    /**
     * Ends a job: no agent is given its task from now on, and those that have theirs are told to end it.
     *
     * @throws HubException.Conflict if it has ended already
     */
    Job cancel(String id) {
        Job job = require(id);
        if (job.state().isTerminal()) {
            throw new HubException.Conflict(ProblemType.JOB_FINISHED, "the job has ended: " + job.status());
        }
        jobs.requestCancel(id, clock.instant());
        runner.goOn(TenantScope.require(), id);
        return require(id);
    }

    JobView view(Job job) {
        JsonNode metadata = TaskSpecs.tree(job.metadata());
        return new JobView(
                job.id(),
                job.type(),
                job.status(),
                job.priority(),
                JobRunner.target(job),
                JobView.Progress.of(job, tasks.progress(job.id())),
                job.createdAt(),
                job.notBefore(),
                job.expiresAt(),
                job.startedAt(),
                job.completedAt(),
                job.cancelRequestedAt(),
                specs.shown(job.specId(), job.spec()),
                metadata,
                job.requestId(),
                job.error());
    }

    private static HubException.Conflict notFound() {
        return new HubException.Conflict(ProblemType.JOB_NOT_FOUND, "there is no such job");
    }
}
