package io.ris.hub.tasks;

import io.ris.hub.platform.HubService;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.CommandResult;
import io.ris.protocol.ConnectivityResult;
import io.ris.protocol.HttpRequestSpec;
import io.ris.protocol.HttpResult;
import io.ris.protocol.ResultStatus;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What is tried again, and when (spec "Tasks", Retry): what may pass by itself, where it did nothing yet or may be done twice, as
 * often as the task may be. Thread-safe.
 */
@HubService
class RetryPolicy {

    static final String OUTCOME_UNKNOWN = "outcome_unknown";

    private static final Set<String> TRANSIENT = Set.of(
            "connection_refused",
            "connection_reset",
            "connect_timeout",
            "unreachable",
            "engine_unreachable",
            "machine_hangs",
            OUTCOME_UNKNOWN);

    private static final Set<Integer> TRANSIENT_STATUSES = Set.of(502, 503, 504);

    private final TaskSpecs specs;
    private final boolean exponential;
    private final Duration firstDelay;
    private final Duration longestDelay;

    @Inject
    RetryPolicy(
            TaskSpecs specs,
            @ConfigProperty(name = "task_orchestration.retry_policy.backoff_strategy") String strategy,
            @ConfigProperty(name = "task_orchestration.retry_policy.initial_delay") Duration firstDelay,
            @ConfigProperty(name = "task_orchestration.retry_policy.max_delay") Duration longestDelay) {
        this.specs = specs;
        this.exponential = strategy.equals("exponential");
        this.firstDelay = firstDelay;
        this.longestDelay = longestDelay;
    }

    /** What follows the end of an attempt. */
    enum Verdict {
        /** Another attempt. */
        AGAIN,
        /** It would be tried again, had it not been as often as it may be. */
        USED_UP,
        /** The task ends with this attempt. */
        FINAL
    }

    Verdict judge(Task task, AgentFrame.Result result) {
        boolean again = isTransient(task, result) && (task.idempotent() || result.isWithoutEffect());
        return again ? withinLimit(task) : Verdict.FINAL;
    }

    /** For an attempt whose end nobody knows. */
    Verdict judgeUnknown(Task task) {
        return task.idempotent() ? withinLimit(task) : Verdict.FINAL;
    }

    private static Verdict withinLimit(Task task) {
        if (task.cancelRequestedAt() != null) {
            return Verdict.FINAL;
        }
        return task.retries() < task.maxRetries() ? Verdict.AGAIN : Verdict.USED_UP;
    }

    private boolean isTransient(Task task, AgentFrame.Result result) {
        return switch (result.result()) {
            case ConnectivityResult found -> false; // that something cannot be reached is what the test was to find out
            case HttpResult http
            when TRANSIENT_STATUSES.contains(http.statusCode()) ->
                result.status() != ResultStatus.COMPLETED || !isWanted(task, http.statusCode());
            case CommandResult command
            when task.retryExitCodes().contains(command.exitCode()) -> result.status() == ResultStatus.FAILED;
            case null, default -> result.error() != null && TRANSIENT.contains(result.error());
        };
    }

    private boolean isWanted(Task task, int status) {
        return specs.find(task)
                .map(spec -> spec instanceof HttpRequestSpec http
                        && http.validation() != null
                        && http.validation().statusCodes().contains(status))
                .orElse(true); // what cannot be read any more cannot be offered again
    }

    /** Between half and the whole of the bound, which doubles each time unless it is fixed. */
    Duration delay(int retries) {
        long grown = exponential ? firstDelay.toMillis() << Math.min(retries, 20) : firstDelay.toMillis();
        long bound = Math.min(longestDelay.toMillis(), grown);
        return Duration.ofMillis(bound / 2 + ThreadLocalRandom.current().nextLong(bound / 2 + 1));
    }
}
