package io.ris.hub.monitoring.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What leads from one node to another, or to an address.
 *
 * @param key by which it is known
 * @param source a node's id
 * @param target a node's id, or the address and port of a network edge
 * @param protocol of a network edge
 * @param metadata of a network edge
 * @param connections how many a network edge stands for; 0 for others
 */
public record TopologyEdge(
        String key,
        String source,
        String target,
        EdgeType type,
        @Nullable String protocol,
        Map<String, Object> metadata,
        int connections) {

    /** Where a network edge ends, if it is at a node that is known. */
    static final String REMOTE_NODE = "remote_node";

    private static TopologyEdge toChild(String parent, String child) {
        return new TopologyEdge(parent + "->" + child, parent, child, EdgeType.PARENT_CHILD, null, Map.of(), 0);
    }

    /** An edge to each node that has a parent. */
    static List<TopologyEdge> toChildren(List<TopologyNode> nodes) {
        List<TopologyEdge> edges = new ArrayList<>(nodes.size());
        for (TopologyNode node : nodes) {
            if (node.parentId() != null) {
                edges.add(toChild(node.parentId(), node.id()));
            }
        }
        return edges;
    }

    /** Whether it begins or ends at a node. */
    public boolean isAt(String node) {
        return source.equals(node) || node.equals(end());
    }

    /** Both as one. */
    TopologyEdge plus(TopologyEdge other) {
        return new TopologyEdge(key, source, target, type, protocol, metadata, connections + other.connections);
    }

    /** The node at its end: its target, or what is known to be behind an address; null where that is not known. */
    @Nullable
    String end() {
        return type == EdgeType.PARENT_CHILD ? target : (String) metadata.get(REMOTE_NODE);
    }
}
