package io.ris.hub.monitoring.queries;

import io.ris.hub.monitoring.topology.TopologyNode;
import io.ris.hub.platform.HubException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which nodes are asked for. Several values of one parameter are alternatives, one that begins with {@code !} excludes, and different
 * parameters must all hold: {@code type=container&type=process&text=!test}.
 */
final class NodeFilter {

    static final String TYPE = "type";
    static final String LABEL = "label";
    static final String TEXT = "text";
    static final String METRIC = "metric";
    static final String AGENT = "agent_id";

    private static final Set<String> TYPES = Set.of("host", "container", "process");

    private static final Map<String, Function<String, Predicate<TopologyNode>>> PARAMETERS = Map.of(
            TYPE, NodeFilter::type,
            LABEL, NodeFilter::label,
            TEXT, NodeFilter::text,
            METRIC, value -> MetricCondition.parse(value)::holdsFor,
            AGENT, value -> node -> node.agentId().equals(value));

    private NodeFilter() {}

    /** Whether any of a query's parameters chooses nodes. */
    static boolean isIn(Map<String, List<String>> query) {
        return PARAMETERS.keySet().stream().anyMatch(query::containsKey);
    }

    /** @throws HubException.Invalid if a value is none: names the parameter */
    static Predicate<TopologyNode> of(Map<String, List<String>> query) {
        return PARAMETERS.entrySet().stream()
                .filter(parameter -> query.containsKey(parameter.getKey()))
                .map(parameter -> ofValues(query.getOrDefault(parameter.getKey(), List.of()), parameter.getValue()))
                .reduce(node -> true, Predicate::and);
    }

    private static Predicate<TopologyNode> ofValues(
            List<String> values, Function<String, Predicate<TopologyNode>> condition) {
        List<Predicate<TopologyNode>> wanted = values.stream()
                .filter(value -> !isNegated(value))
                .map(condition)
                .toList();
        List<Predicate<TopologyNode>> excluded = values.stream()
                .filter(NodeFilter::isNegated)
                .map(value -> value.substring(1))
                .map(condition)
                .toList();
        return node -> (wanted.isEmpty() || wanted.stream().anyMatch(one -> one.test(node)))
                && excluded.stream().noneMatch(one -> one.test(node));
    }

    private static boolean isNegated(String value) {
        return value.startsWith("!");
    }

    private static Predicate<TopologyNode> type(String name) {
        if (!TYPES.contains(name)) {
            throw HubException.Invalid.rule(TYPE, "must be host, container or process");
        }
        return node -> node.type().wireName().equals(name);
    }

    private static Predicate<TopologyNode> label(String wanted) {
        if (wanted.isEmpty()) {
            throw HubException.Invalid.rule(LABEL, "must be NAME or NAME=VALUE");
        }
        int equals = wanted.indexOf('=');
        return equals < 0
                ? node -> node.labels().containsKey(wanted)
                : node -> wanted.substring(equals + 1).equals(node.labels().get(wanted.substring(0, equals)));
    }

    /** Anywhere in what the node shows of itself, whatever the case. */
    private static Predicate<TopologyNode> text(String wanted) {
        if (wanted.isEmpty()) {
            throw HubException.Invalid.rule(TEXT, "must not be empty");
        }
        String needle = wanted.toLowerCase(Locale.ROOT);
        return node -> Stream.of(
                        Stream.of(node.id(), node.name()),
                        node.metadata().values().stream().map(Object::toString),
                        node.labels().entrySet().stream().map(label -> label.getKey() + "=" + label.getValue()))
                .flatMap(texts -> texts)
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(needle));
    }
}
