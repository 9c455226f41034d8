package io.ris.hub.monitoring.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.ris.hub.monitoring.topology.NodeType;
import io.ris.hub.monitoring.topology.TopologyNode;
import io.ris.hub.platform.HubException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeFilterTest {

    private static final List<TopologyNode> NODES = List.of(
            node("h1", NodeType.HOST, "web-1", "h1", Map.of("cpu_usage", 80.0, "kernel", "6.1")),
            node("h2", NodeType.HOST, "db-1", "h2", Map.of("cpu_usage", 10.0)),
            new TopologyNode(
                    "c1",
                    NodeType.CONTAINER,
                    "shop",
                    "h1",
                    Map.of("image", "Nginx:1.27", "cpu_usage", 50.0),
                    Map.of("app", "web", "tier", "a=b"),
                    "h1"),
            node("h1-7", NodeType.PROCESS, "nginx", "h1", Map.of("pid", 7L, "cmdline", "nginx -g daemon off")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type=host | h1 h2",
                "type=host&type=container | h1 h2 c1",
                "type=!process | h1 h2 c1",
                "type=!process&type=!host | c1",
                "text=nginx | c1 h1-7",
                "text=NGINX&type=process | h1-7",
                "text=!nginx | h1 h2",
                "label=app | c1",
                "label=app=web | c1",
                "label=tier=a=b | c1",
                "label=app=db | ''",
                "label=!app | h1 h2 h1-7",
                "metric=cpu_usage>49.9 | h1 c1",
                "metric=cpu_usage>=50 | h1 c1",
                "metric=cpu_usage<50 | h2",
                "metric=cpu_usage<=10 | h2",
                "metric=cpu_usage=10 | h2",
                "metric=cpu_usage!=10 | h1 c1",
                "metric=!cpu_usage>50 | h2 c1 h1-7",
                "metric=cpu_usage>20&metric=pid=7 | h1 c1 h1-7",
                "metric=kernel>1 | ''",
                "agent_id=h1 | h1 c1 h1-7",
                "agent_id=!h1&type=host | h2",
                "agent_id=h1&agent_id=h2&text=1 | h1 h2 c1 h1-7",
                "other=1 | h1 h2 c1 h1-7"
            })
    void choosesTheNodesThatAreAskedFor(String query, String ids) {
        assertThat(NODES.stream()
                        .filter(NodeFilter.of(parameters(query)))
                        .map(TopologyNode::id)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(ids);
    }

    @ParameterizedTest
    @CsvSource({
        "type=hosts,type",
        "type=,type",
        "type=!,type",
        "metric=cpu,metric",
        "metric=cpu>,metric",
        "metric=>5,metric",
        "metric=cpu>x,metric",
        "metric=cpu=>5,metric",
        "text=,text",
        "text=!,text",
        "label=,label"
    })
    void refusesWhatIsNoCondition(String query, String field) {
        assertThatThrownBy(() -> NodeFilter.of(parameters(query)))
                .asInstanceOf(type(HubException.Invalid.class))
                .satisfies(refusal -> assertThat(refusal.errors())
                        .extracting(HubException.FieldError::field)
                        .containsExactly(field));
    }

    private static TopologyNode node(
            String id, NodeType type, String name, String agent, Map<String, Object> metadata) {
        return new TopologyNode(id, type, name, agent, metadata, Map.of(), null);
    }

    private static Map<String, List<String>> parameters(String query) {
        return Arrays.stream(query.split("&"))
                .map(part -> part.split("=", 2))
                .collect(Collectors.toMap(part -> part[0], part -> List.of(part[1]), (one, other) -> Stream.concat(
                                one.stream(), other.stream())
                        .toList()));
    }
}
