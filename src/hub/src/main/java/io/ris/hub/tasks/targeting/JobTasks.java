package io.ris.hub.tasks.targeting;

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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Submits the tasks of jobs, several at once. Thread-safe. */
@HubService
class JobTasks {

    private static final System.Logger LOG = System.getLogger(JobTasks.class.getName());

    /** The store gathers what is submitted at the same time into one write. */
    private static final int AT_ONCE = 16;

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
     * @param tried how many agents, from the next one on, have their task now or were left out
     */
    record Given(int tried, int skipped) {}

    private enum Fate {
        GIVEN,
        SKIPPED,
        HELD_UP
    }

    /**
     * Submits the tasks of the next agents, until one cannot be taken on now.
     *
     * @param end the first agent that is not to have one yet
     */
    Given give(Job job, int end) {
        TaskSpec spec = specs.open(job.specId(), job.spec());
        int tried = 0;
        int skipped = 0;
        for (int from = job.next(); from < end; from += AT_ONCE) {
            List<Fate> fates = together(job, spec, from, Math.min(end, from + AT_ONCE));
            int good = fates.contains(Fate.HELD_UP) ? fates.indexOf(Fate.HELD_UP) : fates.size();
            tried += good;
            skipped += (int)
                    fates.subList(0, good).stream().filter(Fate.SKIPPED::equals).count();
            if (good < fates.size()) {
                break;
            }
        }
        return new Given(tried, skipped);
    }

    private List<Fate> together(Job job, TaskSpec spec, int from, int to) {
        TenantCode tenant = TenantScope.require();
        Origin origin = Origin.current();
        List<CompletableFuture<Fate>> submitted = IntStream.range(from, to)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> submit(tenant, origin, job, spec, job.agents().get(i)), executor))
                .toList();
        return submitted.stream().map(CompletableFuture::join).toList();
    }

    private Fate submit(TenantCode tenant, Origin origin, Job job, TaskSpec spec, String agent) {
        Origin.enter(origin);
        try {
            return TenantScope.call(tenant, () -> submit(job, spec, agent));
        } finally {
            Origin.leave();
        }
    }

    private Fate submit(Job job, TaskSpec spec, String agent) {
        try {
            submission.submit(agent, order(job, spec, agent));
            return Fate.GIVEN;
        } catch (HubException.Invalid unable) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "job {0} leaves out agent {1}: {2}",
                    job.id(),
                    agent,
                    unable.getMessage());
            return Fate.SKIPPED;
        } catch (HubException.Conflict gone) {
            if (!gone.type().equals(ProblemType.CLIENT_NOT_FOUND)) {
                throw gone;
            }
            return Fate.SKIPPED;
        } catch (HubException.Unavailable later) {
            LOG.log(System.Logger.Level.DEBUG, "job {0} goes on later: {1}", job.id(), later.getMessage());
            return Fate.HELD_UP;
        }
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
