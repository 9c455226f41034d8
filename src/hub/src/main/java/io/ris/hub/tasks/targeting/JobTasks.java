package io.ris.hub.tasks.targeting;

import io.ris.hub.platform.HelpedExecutor;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.Origin;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.tasks.TaskOrder;
import io.ris.hub.tasks.TaskSpecs;
import io.ris.hub.tasks.TaskSubmission;
import io.ris.protocol.Priority;
import io.ris.protocol.TaskSpec;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Submits the tasks of jobs, several at once. Thread-safe. */
@HubService
class JobTasks {

    private static final System.Logger LOG = System.getLogger(JobTasks.class.getName());

    private final TaskSubmission submission;
    private final TaskSpecs specs;
    private final ManagedScheduledExecutorService executor;

    @Inject
    JobTasks(TaskSubmission submission, TaskSpecs specs, ManagedScheduledExecutorService executor) {
        this.submission = submission;
        this.specs = specs;
        this.executor = executor;
    }

    /**
     * What came of it.
     *
     * @param tried how many agents, from the first one on, have their task now or were left out
     * @param skipped how many of those were left out
     */
    record Given(int tried, int skipped) {

        /** As far as none is held up: from there on it is tried again. */
        static Given of(List<Fate> fates) {
            List<Fate> good =
                    fates.stream().takeWhile(fate -> fate != Fate.HELD_UP).toList();
            return new Given(good.size(), Collections.frequency(good, Fate.SKIPPED));
        }
    }

    /** What became of one agent's task. */
    enum Fate {
        GIVEN,
        /** The agent cannot have it, now or later. */
        SKIPPED,
        /** It cannot be taken on now. */
        HELD_UP
    }

    /** @throws io.ris.hub.tasks.UnreadableSpecException if what the store holds of it cannot be read */
    TaskSpec spec(Job job) {
        return specs.open(job.specId(), job.spec());
    }

    /**
     * Submits the tasks of some agents at once, and waits for all of them.
     *
     * @param spec of the job
     * @param from the first of the job's agents
     * @param to the first that is not to have one yet
     */
    Given give(Job job, TaskSpec spec, int from, int to) {
        TenantCode tenant = TenantScope.require();
        Origin origin = Origin.current();
        HelpedExecutor helped = new HelpedExecutor(executor);
        List<CompletableFuture<Fate>> submitted = IntStream.range(from, to)
                .mapToObj(i -> job.agents().get(i))
                .map(agent -> CompletableFuture.supplyAsync(() -> submit(tenant, origin, job, spec, agent), helped))
                .toList();
        helped.help();
        // Those who fail end the whole only when none is under way any more.
        CompletableFuture.allOf(submitted.toArray(CompletableFuture[]::new)).join();
        return Given.of(submitted.stream().map(CompletableFuture::join).toList());
    }

    private Fate submit(TenantCode tenant, Origin origin, Job job, TaskSpec spec, String agent) {
        Origin before = Origin.current();
        Origin.enter(origin);
        try {
            return TenantScope.call(tenant, () -> submit(job, spec, agent));
        } finally {
            Origin.enter(before);
        }
    }

    private Fate submit(Job job, TaskSpec spec, String agent) {
        try {
            submission.submit(agent, order(job, spec, agent));
            return Fate.GIVEN;
        } catch (HubException refused) {
            Fate fate = fate(refused);
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "job {0}, agent {1}: {2}: {3}",
                    job.id(),
                    agent,
                    fate,
                    refused.getMessage());
            return fate;
        }
    }

    /** What follows from a task that was not taken on; throws it where that is not known. */
    static Fate fate(HubException refused) {
        return switch (refused) {
            case HubException.Invalid unable -> Fate.SKIPPED; // the agent was switched off, or the job has expired
            case HubException.Conflict gone when gone.type().equals(ProblemType.CLIENT_NOT_FOUND) -> Fate.SKIPPED;
            case HubException.Unavailable later -> Fate.HELD_UP;
            case HubException.Refused full when full.type().equals(ProblemType.STORAGE_LIMIT) -> Fate.HELD_UP;
            case HubException.Conflict other -> throw other;
            case HubException.Refused other -> throw other;
        };
    }

    /** Job and agent make the key, so that who goes on after a crash makes no second task. No caller's key has line breaks. */
    private static TaskOrder order(Job job, TaskSpec spec, String agent) {
        return new TaskOrder(
                spec,
                Priority.ofLevel(job.priority()),
                job.timeoutMillis() == null ? null : Duration.ofMillis(job.timeoutMillis()),
                job.maxRetries(),
                job.retryExitCodes(),
                job.idempotent(),
                TaskSpecs.tree(job.metadata()),
                null,
                job.expiresAt(),
                job.id(),
                null,
                job.userId(),
                job.requestId(),
                "job\n" + job.id() + "\n" + agent,
                job.requestHash());
    }
}
