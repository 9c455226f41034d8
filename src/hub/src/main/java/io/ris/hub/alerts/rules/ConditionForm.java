package io.ris.hub.alerts.rules;

import io.ris.hub.alerts.rules.Condition.AgentCondition;
import io.ris.hub.alerts.rules.Condition.AgentState;
import io.ris.hub.alerts.rules.Condition.Metric;
import io.ris.hub.alerts.rules.Condition.NoData;
import io.ris.hub.alerts.rules.Condition.RequestErrorRate;
import io.ris.hub.alerts.rules.Condition.ResponseTime;
import io.ris.hub.alerts.rules.Condition.TaskErrorRate;
import io.ris.hub.alerts.rules.Condition.TaskFailures;
import io.ris.hub.fleet.selection.LabelSyntaxException;
import io.ris.hub.platform.HubException;
import io.ris.protocol.Json;
import io.ris.protocol.TaskSpec;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition as it is written: {@code type} says which of the other fields it has.
 *
 * @param type metric, agent_state, no_data, task_failures, task_error_rate, request_error_rate or response_time
 * @param metric for metric: such as cpu_usage or load1, of containers cpu_percent, memory_usage_mb, memory_percent, network_rx_mb or
 *     network_tx_mb
 * @param operator for metric: one of {@code > >= < <=}; {@code >} where not given
 * @param threshold for metric: what the figure is compared with; for response_time: milliseconds
 * @param state for agent_state: offline, paused or draining
 * @param window for task_failures and task_error_rate: seconds that are looked back, 10 to 3600; 300 where not given
 * @param count for task_failures: how many are too many
 * @param percent for task_error_rate and request_error_rate: a greater share is too much
 * @param least for rates and times: of fewer nothing is said; 10 where not given
 * @param taskType for task_failures and task_error_rate: of the tasks; all where not given
 * @param perClient for task_failures and task_error_rate: whether they are counted for each client; false where not given
 * @param clients which clients it is about; all where not given
 */
public record ConditionForm(
        @NotBlank @Size(max = 32) String type,
        @Size(max = 64) @Nullable String metric,
        @Size(max = 2) @Nullable String operator,
        @Nullable Double threshold,
        @Size(max = 16) @Nullable String state,
        @Nullable Duration window,
        @Nullable Integer count,
        @Nullable Double percent,
        @Nullable Integer least,
        @Size(max = 64) @Nullable String taskType,
        @Nullable Boolean perClient,
        @Valid @Nullable ClientForm clients) {

    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration USUAL_WINDOW = Duration.ofMinutes(5);
    private static final int USUAL_LEAST = 10;
    private static final int MOST = 1_000_000;

    /** The fields of each type. */
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "metric", Set.of("metric", "operator", "threshold", "clients"),
            "agent_state", Set.of("state", "clients"),
            "no_data", Set.of("clients"),
            "task_failures", Set.of("window", "count", "task_type", "per_client", "clients"),
            "task_error_rate", Set.of("window", "percent", "least", "task_type", "per_client", "clients"),
            "request_error_rate", Set.of("percent", "least"),
            "response_time", Set.of("threshold", "least"));

    /**
     * Clients, by their ids, by their labels, or both.
     *
     * @param ids unique_client_id of each
     * @param selector such as {@code env in (prod,stage) and not exists gpu}
     */
    public record ClientForm(
            @Size(max = 1000) @Nullable List<@NotNull @Size(min = 1, max = 64) String> ids,
            @Size(max = 2000) @Nullable String selector) {}

    /** The same, as it is written. */
    public static ConditionForm of(Condition condition) {
        return switch (condition) {
            case Metric it ->
                form(
                        "metric",
                        fields("metric", it.metric(), "operator", it.operator().sign(), "threshold", it.threshold()),
                        it.scope());
            case AgentCondition it ->
                form("agent_state", fields("state", it.state().wireName()), it.scope());
            case NoData it -> form("no_data", fields(), it.scope());
            case TaskFailures it ->
                form(
                        "task_failures",
                        fields(
                                "window", it.window().toSeconds(),
                                "count", it.count(),
                                "task_type", it.type(),
                                "per_client", it.perAgent()),
                        it.scope());
            case TaskErrorRate it ->
                form(
                        "task_error_rate",
                        fields(
                                "window", it.window().toSeconds(),
                                "percent", it.percent(),
                                "least", it.least(),
                                "task_type", it.type(),
                                "per_client", it.perAgent()),
                        it.scope());
            case RequestErrorRate it ->
                form("request_error_rate", fields("percent", it.percent(), "least", it.least()), AgentScope.ALL);
            case ResponseTime it ->
                form(
                        "response_time",
                        fields("threshold", it.threshold().toMillis(), "least", it.least()),
                        AgentScope.ALL);
        };
    }

    /** @param namesAndValues a null value leaves its field out */
    private static Map<String, Object> fields(@Nullable Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                fields.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return fields;
    }

    private static ConditionForm form(String type, Map<String, Object> fields, AgentScope scope) {
        fields.put("type", type);
        if (!scope.equals(AgentScope.ALL)) {
            List<String> ids = scope.ids();
            fields.put("clients", fields("ids", ids.isEmpty() ? null : ids, "selector", scope.selector()));
        }
        return Json.strict().convertValue(fields, ConditionForm.class);
    }

    /** @throws HubException.Invalid naming the field at fault, below {@code condition} */
    public Condition condition() {
        checkFields();
        return switch (type) {
            case "metric" -> metricCondition();
            case "agent_state" ->
                new AgentCondition(
                        AgentState.find(required("state", state))
                                .orElseThrow(() -> broken("state", "must be offline, paused or draining")),
                        scope());
            case "no_data" -> new NoData(scope());
            case "task_failures" ->
                new TaskFailures(
                        lookedBack(),
                        between("count", required("count", count), 1),
                        knownTaskType(),
                        countsPerClient(),
                        scope());
            case "task_error_rate" ->
                new TaskErrorRate(lookedBack(), share(), leastOrUsual(), knownTaskType(), countsPerClient(), scope());
            case "request_error_rate" -> new RequestErrorRate(share(), leastOrUsual());
            case "response_time" -> new ResponseTime(longest(), leastOrUsual());
            default -> throw broken("type", "is not a known type");
        };
    }

    private void checkFields() {
        Set<String> own = FIELDS.get(type);
        if (own == null) {
            throw broken(
                    "type",
                    "must be one of "
                            + String.join(
                                    ", ", FIELDS.keySet().stream().sorted().toList()));
        }
        given().forEach((field, value) -> {
            if (value != null && !own.contains(field)) {
                throw broken(field, "is not for conditions of the type " + type);
            }
        });
    }

    private Map<String, @Nullable Object> given() {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("metric", metric);
        given.put("operator", operator);
        given.put("threshold", threshold);
        given.put("state", state);
        given.put("window", window);
        given.put("count", count);
        given.put("percent", percent);
        given.put("least", least);
        given.put("task_type", taskType);
        given.put("per_client", perClient);
        given.put("clients", clients);
        return given;
    }

    private Metric metricCondition() {
        String name = required("metric", metric);
        if (!Metrics.OF_HOSTS.contains(name) && !Metrics.OF_CONTAINERS.contains(name)) {
            throw broken("metric", "is not a figure that reports hold");
        }
        Operator compares = Operator.find(operator == null ? Operator.ABOVE.sign() : operator)
                .orElseThrow(() -> broken("operator", "must be one of > >= < <="));
        return new Metric(name, compares, required("threshold", threshold), scope());
    }

    private AgentScope scope() {
        if (clients == null) {
            return AgentScope.ALL;
        }
        try {
            return AgentScope.of(clients.ids() == null ? List.of() : clients.ids(), clients.selector());
        } catch (LabelSyntaxException e) {
            throw broken("clients.selector", String.valueOf(e.getMessage()));
        }
    }

    private Duration lookedBack() {
        Duration asked = window == null ? USUAL_WINDOW : window;
        if (asked.compareTo(SHORTEST) < 0
                || asked.compareTo(LONGEST) > 0
                || !asked.equals(asked.truncatedTo(ChronoUnit.SECONDS))) {
            throw broken("window", "must be 10 to 3600 whole seconds");
        }
        return asked;
    }

    private Duration longest() {
        double millis = required("threshold", threshold);
        if (millis != Math.rint(millis)) {
            throw broken("threshold", "must be whole milliseconds");
        }
        return Duration.ofMillis(between("threshold", (int) millis, 1));
    }

    private @Nullable String knownTaskType() {
        if (taskType != null && !TaskSpec.types().contains(taskType)) {
            throw broken("task_type", "must be one of " + String.join(", ", TaskSpec.types()));
        }
        return taskType;
    }

    private double share() {
        double asked = required("percent", percent);
        if (asked < 0 || asked >= 100) {
            throw broken("percent", "must be at least 0 and less than 100");
        }
        return asked;
    }

    private int leastOrUsual() {
        return least == null ? USUAL_LEAST : between("least", least, 1);
    }

    private boolean countsPerClient() {
        return Boolean.TRUE.equals(perClient);
    }

    private static int between(String field, int value, int lowest) {
        if (value < lowest || value > MOST) {
            throw broken(field, "must be " + lowest + " to " + MOST);
        }
        return value;
    }

    private static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw broken(field, "is required");
        }
        return value;
    }

    private static HubException.Invalid broken(String field, String message) {
        return HubException.Invalid.rule("condition." + field, message);
    }
}
