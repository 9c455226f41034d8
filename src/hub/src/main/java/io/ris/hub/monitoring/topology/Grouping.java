package io.ris.hub.monitoring.topology;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Several nodes as one: containers of an image or with a label's value, processes of a name. Processes belong to the group of their
 * container; what is in no group is left out. Connections between groups are added up.
 */
public final class Grouping {

    private final String by;
    private final Function<TopologyNode, Optional<String>> key;

    private Grouping(String by, Function<TopologyNode, Optional<String>> key) {
        this.by = by;
        this.key = key;
    }

    /** Containers by their image. */
    public static Grouping byImage() {
        return new Grouping(
                "image",
                node -> node.type() == NodeType.CONTAINER
                        ? Optional.of(String.valueOf(node.metadata().get("image")))
                        : Optional.empty());
    }

    /** Processes by their name. */
    public static Grouping byProcessName() {
        return new Grouping(
                "process_name", node -> node.type() == NodeType.PROCESS ? Optional.of(node.name()) : Optional.empty());
    }

    /** Containers by the value of a label. */
    public static Grouping byLabel(String name) {
        return new Grouping(
                "label:" + name, node -> Optional.ofNullable(node.labels().get(name)));
    }

    /** The groups of a picture's nodes, and what is between them. */
    public Topology of(Topology topology) {
        Map<String, Group> groups = new TreeMap<>();
        Map<String, String> groupOf = new LinkedHashMap<>();
        for (TopologyNode node : topology.nodes().values()) {
            key.apply(node).ifPresent(name -> {
                groups.computeIfAbsent(name, Group::new).add(node);
                groupOf.put(node.id(), id(name));
            });
        }
        topology.nodes().values().stream()
                .filter(node -> node.parentId() != null && groupOf.containsKey(node.parentId()))
                .forEach(node -> groupOf.putIfAbsent(node.id(), groupOf.get(node.parentId())));
        Map<String, TopologyNode> nodes = new LinkedHashMap<>();
        groups.values().forEach(group -> nodes.put(id(group.name), group.node()));
        return new Topology(
                Collections.unmodifiableMap(nodes),
                Collections.unmodifiableMap(between(topology, groupOf)),
                topology.timestamp());
    }

    private static Map<String, TopologyEdge> between(Topology topology, Map<String, String> groupOf) {
        Map<String, TopologyEdge> edges = new TreeMap<>();
        for (TopologyEdge edge : topology.edges().values()) {
            String source = groupOf.get(edge.source());
            String end = edge.end();
            if (edge.type() != EdgeType.NETWORK || source == null || end == null || groupOf.get(end) == null) {
                continue;
            }
            String target = groupOf.get(end);
            edges.merge(
                    source + "->" + target + "-" + edge.protocol(),
                    new TopologyEdge(
                            source + "->" + target + "-" + edge.protocol(),
                            source,
                            target,
                            EdgeType.NETWORK,
                            edge.protocol(),
                            Map.of(),
                            edge.connections()),
                    TopologyEdge::plus);
        }
        return edges;
    }

    private String id(String name) {
        return by + ":" + name;
    }

    /** Nodes that have a name in common. */
    private final class Group {

        private final String name;
        private final List<TopologyNode> members = new ArrayList<>();

        Group(String name) {
            this.name = name;
        }

        void add(TopologyNode node) {
            members.add(node);
        }

        TopologyNode node() {
            Map<String, Object> metadata = new LinkedHashMap<>();
            metadata.put("group_by", by);
            metadata.put("count", members.size());
            metadata.put("members", members.stream().map(TopologyNode::id).toList());
            for (String number : List.of("cpu_usage", "memory_usage", "memory_mb")) {
                members.stream()
                        .map(member -> member.metadata().get(number))
                        .filter(Number.class::isInstance)
                        .map(value -> ((Number) value).doubleValue())
                        .reduce(Double::sum)
                        .ifPresent(sum -> metadata.put(number, sum));
            }
            return new TopologyNode(id(name), NodeType.GROUP, name, "", metadata, Map.of(), null);
        }
    }
}
