package io.ris.hub.tasks.targeting;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ris.hub.fleet.Agent;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.Origin;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.tasks.TaskEnded;
import io.ris.hub.tasks.TaskService;
import io.ris.hub.tasks.TaskState;
import io.ris.hub.tasks.TaskSubmission;
import io.ris.hub.tasks.UnreadableSpecException;
import io.ris.hub.tenancy.TenantRounds;
import io.ris.protocol.Json;
import io.ris.protocol.TaskId;
import io.ris.protocol.TaskSpec;
import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Takes jobs from their firing to their end. Everything that it needs is in the store: it goes on whenever one of a job's tasks
 * ends, and with every job of every tenant each few seconds, so that what a crash or a full queue held up is made good on any
 * node. Thread-safe.
 */
@HubService
class JobRunner {

    private static final System.Logger LOG = System.getLogger(JobRunner.class.getName());
    private static final Duration ROUND = Duration.ofSeconds(3);
    private static final Duration PRUNE = Duration.ofHours(1);

    /** For how long tasks are looked for that a node gave, or was giving when it died, while another one ended the job. */
    private static final Duration AFTER_CANCELLATION = Duration.ofMinutes(10);

    private final JobRepository jobs;
    private final JobTasks spread;
    private final AgentChoice choice;
    private final TaskService tasks;
    private final TenantRounds rounds;
    private final RepeatedWork repeated;
    private final OneAtATime<Key> work;
    private final EndCountdown<Key> countdown = new EndCountdown<>();
    private final Clock clock;
    private final Duration retention;

    private record Key(TenantCode tenant, String job) {}

    @Inject
    JobRunner(
            JobRepository jobs,
            JobTasks spread,
            AgentChoice choice,
            TaskService tasks,
            TenantRounds rounds,
            RepeatedWork repeated,
            ManagedScheduledExecutorService executor,
            Clock clock,
            @ConfigProperty(name = "task_orchestration.retention") Duration retention) {
        this.jobs = jobs;
        this.spread = spread;
        this.choice = choice;
        this.tasks = tasks;
        this.rounds = rounds;
        this.repeated = repeated;
        this.work = new OneAtATime<>(executor, this::work);
        this.clock = clock;
        this.retention = retention;
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        repeated.every(ROUND, "going on with jobs", () -> rounds.forAll("going on with jobs", this::goOnWithAll));
        repeated.every(PRUNE, "removing old jobs", () -> rounds.forAll("removing old jobs", tenant -> prune()));
    }

    private void prune() {
        Instant now = clock.instant();
        jobs.prune(now.minus(TaskSubmission.KEYS_LAST), now.minus(retention));
    }

    void ended(@Observes TaskEnded ended) {
        ended.job()
                .filter(job -> countdown.ended(new Key(ended.tenant(), job)))
                .ifPresent(job -> goOn(ended.tenant(), job));
    }

    private void goOnWithAll(TenantCode tenant) {
        jobs.activeOrCancelledSince(clock.instant().minus(AFTER_CANCELLATION)).forEach(job -> goOn(tenant, job));
    }

    /** Has a job looked at soon, by one thread at a time. */
    void goOn(TenantCode tenant, String job) {
        try {
            work.ask(new Key(tenant, job));
        } catch (RejectedExecutionException full) {
            LOG.log(System.Logger.Level.DEBUG, "job {0} goes on with the next round: {1}", job, full.getMessage());
        }
    }

    private boolean work(Key key) {
        try {
            return TenantScope.call(key.tenant(), () -> step(key));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "job {0} goes on with the next round: {1}", key.job(), e);
            return false;
        }
    }

    /** Takes a job as far as one look at it allows; true if it can go on at once. */
    private boolean step(Key key) {
        Job job = jobs.find(key.job()).orElse(null);
        if (job == null) {
            return false;
        }
        if (job.isCancelled()) {
            cancelTasks(job);
        }
        if (job.state().isTerminal()) {
            return false;
        }
        if (job.isCancelled() || (job.state() == JobStatus.RUNNING && job.isSpread())) {
            return endIfOver(key, job);
        }
        return job.state() == JobStatus.PENDING ? fire(job) : give(job);
    }

    private boolean fire(Job job) {
        Instant now = clock.instant();
        if (!job.isDue(now)) {
            return false;
        }
        List<String> agents =
                choice.all(target(job), job.type()).stream().map(Agent::id).toList();
        return jobs.fire(job, agents, now);
    }

    /** Gives the next agents their tasks, as many as may be under way. */
    private boolean give(Job job) {
        Integer most = target(job).maxParallel();
        int room = most == null ? Integer.MAX_VALUE : most - active(tasks.progress(job.id()));
        int end = (int) Math.min(job.agents().size(), job.next() + (long) Math.max(0, room));
        if (end == job.next()) {
            return false;
        }
        try {
            return give(job, spread.spec(job), end);
        } catch (UnreadableSpecException e) {
            LOG.log(System.Logger.Level.ERROR, "the spec of " + job + " cannot be read", e);
            return jobs.leaveOutRest(job, UnreadableSpecException.CODE);
        }
    }

    private boolean give(Job job, TaskSpec spec, int end) {
        Origin.enter(new Origin(job.requestId(), null, null, job.userId(), null, null));
        try {
            Spreading spreading = new Spreading(
                    (from, to) -> spread.give(job, spec, from, to),
                    (from, given) -> jobs.advance(job.id(), from, given));
            return switch (spreading.spread(job.next(), end)) {
                case DONE -> true;
                case HELD_UP -> false;
                case MOVED -> jobs.find(job.id()).filter(Job::isCancelled).isPresent(); // what was just given is to end
            };
        } finally {
            Origin.leave();
        }
    }

    /** What cannot be told now is told with the next round. */
    private void cancelTasks(Job job) {
        for (TaskId task : tasks.uncancelledOfJob(job.id())) {
            try {
                tasks.cancel(task);
            } catch (HubException.Conflict moved) {
                LOG.log(System.Logger.Level.DEBUG, "{0} of {1}: {2}", task, job, moved.getMessage());
            }
        }
    }

    /** True if it may be over by now though it was not when its tasks were counted. */
    private boolean endIfOver(Key key, Job job) {
        countdown.begin(key);
        Map<TaskState, Integer> progress = tasks.progress(job.id());
        int underWay = active(progress);
        if (underWay > 0) {
            return countdown.await(key, underWay);
        }
        jobs.end(job, outcome(job, progress), clock.instant());
        return false;
    }

    private static JobStatus outcome(Job job, Map<TaskState, Integer> progress) {
        int completed = progress.getOrDefault(TaskState.COMPLETED, 0);
        if (completed == job.agents().size() && completed > 0) {
            return JobStatus.COMPLETED;
        }
        if (job.isCancelled()) {
            return JobStatus.CANCELLED;
        }
        return completed == 0 ? JobStatus.FAILED : JobStatus.PARTIAL;
    }

    private static int active(Map<TaskState, Integer> progress) {
        return progress.entrySet().stream()
                .filter(entry -> !entry.getKey().isTerminal())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    static Target target(Job job) {
        try {
            return Json.lenient().readValue(job.target(), Target.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the target of job " + job.id() + " is damaged", e);
        }
    }
}
