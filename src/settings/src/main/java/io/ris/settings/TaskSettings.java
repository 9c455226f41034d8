package io.ris.settings;

import static io.ris.settings.Constraint.atLeast;
import static io.ris.settings.Constraint.between;

import java.time.Duration;
import java.util.List;

/** The life of tasks. */
public final class TaskSettings {

    public static final Setting<Integer> MAX_CONCURRENT_TASKS = Definition.number(
                    "task_orchestration.max_concurrent_tasks")
            .allow(atLeast(1))
            .defaultsTo(1000)
            .effect(
                    "Tasks that a hub node has routing or running at a time; the last tenth is for tenants that have few.");

    public static final Setting<Duration> TASK_TIMEOUT = Definition.duration("task_orchestration.task_timeout")
            .allow(between(Duration.ofSeconds(1), Duration.ofDays(7)))
            .defaultsTo(Duration.ofMinutes(5))
            .effect("Timeout of a task that names none.");

    public static final Setting<Integer> RETRY_MAX_ATTEMPTS = Definition.number(
                    "task_orchestration.retry_policy.max_attempts")
            .allow(between(1, 100))
            .defaultsTo(3)
            .effect("Attempts at a task, the first included, unless it says otherwise.");

    public static final Setting<String> RETRY_BACKOFF_STRATEGY = Definition.choice(
                    "task_orchestration.retry_policy.backoff_strategy", "exponential", "fixed")
            .effect("How the delay between attempts grows: doubled each time, or not at all.");

    public static final Setting<Duration> RETRY_INITIAL_DELAY = Definition.duration(
                    "task_orchestration.retry_policy.initial_delay")
            .allow(between(Duration.ofMillis(1), Duration.ofDays(1)))
            .defaultsTo(Duration.ofSeconds(1))
            .effect("Delay before the second attempt.");

    public static final Setting<Duration> RETRY_MAX_DELAY = Definition.duration(
                    "task_orchestration.retry_policy.max_delay")
            .allow(between(Duration.ofMillis(1), Duration.ofDays(1)))
            .defaultsTo(Duration.ofMinutes(1))
            .effect("Longest delay between attempts.");

    public static final Setting<Integer> QUEUE_SIZE = Definition.number("task_orchestration.queue.size")
            .allow(atLeast(1))
            .defaultsTo(10_000)
            .effect("Waiting tasks of a tenant; above that a submit is answered 429.");

    public static final Setting<Boolean> DEAD_LETTER_ENABLED = Definition.flag(
                    "task_orchestration.queue.dead_letter_enabled", true)
            .effect("Whether tasks whose attempts are used up are kept in the dead-letter list.");

    public static final Setting<Duration> OFFER_TIMEOUT = Definition.duration("task_orchestration.offer_timeout")
            .allow(between(Duration.ofSeconds(1), Duration.ofMinutes(10)))
            .defaultsTo(Duration.ofSeconds(10))
            .effect("How long an agent may take to answer an offer before the task is queued again.");

    public static final Setting<Duration> SYNC_WAIT = Definition.duration("task_orchestration.sync_wait")
            .allow(between(Duration.ofSeconds(1), Duration.ofMinutes(5)))
            .defaultsTo(Duration.ofSeconds(30))
            .effect("How long a submit that is not async waits for the result before it is answered 202.");

    public static final Setting<Duration> RETENTION = Definition.duration("task_orchestration.retention")
            .allow(between(Duration.ofMinutes(1), Duration.ofDays(3650)))
            .defaultsTo(Duration.ofDays(7))
            .effect("How long a task is kept after it ended.");

    public static final Setting<DataSize> OUTPUT_MAX_SIZE = Definition.size("task_orchestration.output.max_size")
            .allow(between(new DataSize(64 * 1024), DataSize.ofMegabytes(64)))
            .defaultsTo(DataSize.ofMegabytes(1))
            .effect("How much is kept of each stream that a task writes: standard output, standard error, a body. What"
                    + " is beyond is counted, and not kept.");

    static final List<Setting<?>> ALL = List.of(
            MAX_CONCURRENT_TASKS,
            TASK_TIMEOUT,
            RETRY_MAX_ATTEMPTS,
            RETRY_BACKOFF_STRATEGY,
            RETRY_INITIAL_DELAY,
            RETRY_MAX_DELAY,
            QUEUE_SIZE,
            DEAD_LETTER_ENABLED,
            OFFER_TIMEOUT,
            SYNC_WAIT,
            RETENTION,
            OUTPUT_MAX_SIZE);

    private TaskSettings() {}
}
