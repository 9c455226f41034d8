package io.ris.hub.monitoring.topology;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The picture at a moment. Immutable.
 *
 * @param nodes by id, by agent and there from the host down
 * @param edges by key, in the order of the nodes that they lead from
 */
public record Topology(Map<String, TopologyNode> nodes, Map<String, TopologyEdge> edges, Instant timestamp) {

    /** The picture of what these agents report. */
    static Topology of(Collection<AgentPicture> reported, Instant timestamp) {
        NodeOwners owners = new NodeOwners(reported);
        List<AgentPicture> pictures = reported.stream().map(owners::settled).toList();
        Joining joining = new Joining(owners, pictures);
        Map<String, TopologyNode> nodes = new LinkedHashMap<>();
        Map<String, TopologyEdge> edges = new LinkedHashMap<>();
        for (AgentPicture picture : pictures) {
            picture.nodes().forEach(node -> nodes.put(node.id(), node));
            picture.parentEdges().forEach(edge -> edges.putIfAbsent(edge.key(), edge));
            picture.links().forEach(link -> edges.put(link.key(), joining.edge(picture, link)));
        }
        return new Topology(Collections.unmodifiableMap(nodes), Collections.unmodifiableMap(edges), timestamp);
    }

    /** The part of it with some nodes, the edges between them, and those that lead out of them to what is not known. */
    public Topology only(Predicate<TopologyNode> some) {
        Map<String, TopologyNode> chosen = new LinkedHashMap<>();
        nodes.values().stream().filter(some).forEach(node -> chosen.put(node.id(), node));
        Map<String, TopologyEdge> between = new LinkedHashMap<>();
        edges.values().stream()
                .filter(edge -> chosen.containsKey(edge.source()))
                .filter(edge -> edge.end() == null || chosen.containsKey(edge.end()))
                .forEach(edge -> between.put(edge.key(), edge));
        return new Topology(Collections.unmodifiableMap(chosen), Collections.unmodifiableMap(between), timestamp);
    }

    /** Whether all that is in it is in another, and nothing else is. */
    public boolean showsTheSameAs(Topology other) {
        return nodes.equals(other.nodes) && edges.equals(other.edges);
    }

    /** A node, if it is there. */
    public Optional<TopologyNode> find(String id) {
        return Optional.ofNullable(nodes.get(id));
    }
}
