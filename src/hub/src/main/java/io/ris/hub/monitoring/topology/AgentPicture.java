package io.ris.hub.monitoring.topology;

import io.ris.hub.monitoring.AgentMetrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What one report says, before it is known what others say.
 *
 * @param nodes host, containers, processes
 * @param parentEdges to each of them but the host, in the same order
 * @param links between processes and remote sockets
 * @param ends the processes' own ends of established connections: for whom of them, by local and remote socket
 * @param listeners the processes that take connections, by socket
 * @param addresses of the machine and its containers, as far as they show
 */
record AgentPicture(
        AgentMetrics metrics,
        List<TopologyNode> nodes,
        List<TopologyEdge> parentEdges,
        List<Link> links,
        Map<Pair, String> ends,
        Map<Socket, String> listeners,
        Set<String> addresses) {

    /** Both sockets of a connection, as one of its ends sees them. */
    record Pair(Socket here, Socket there) {

        Pair fromTheOtherEnd() {
            return new Pair(there, here);
        }
    }

    String agentId() {
        return metrics.agentId();
    }

    /** Nodes and edges. */
    int size() {
        return nodes.size() + parentEdges.size() + links.size();
    }

    /** Without what is below the host, which says that there is more. */
    AgentPicture hostAlone() {
        TopologyNode host = nodes.getFirst();
        Map<String, Object> metadata = new LinkedHashMap<>(host.metadata());
        metadata.put("partial", true);
        TopologyNode alone = new TopologyNode(
                host.id(), host.type(), host.name(), host.agentId(), metadata, host.labels(), host.parentId());
        return new AgentPicture(metrics, List.of(alone), List.of(), List.of(), Map.of(), Map.of(), addresses);
    }

    /** The same with some of its nodes; what was in a container that is gone is on its host. */
    AgentPicture only(Predicate<TopologyNode> some) {
        List<TopologyNode> left = nodes.stream().filter(some).toList();
        Set<String> ids = left.stream().map(TopologyNode::id).collect(Collectors.toSet());
        List<TopologyNode> settled = left.stream()
                .map(node -> node.parentId() == null || ids.contains(node.parentId()) ? node : node.in(agentId()))
                .toList();
        return new AgentPicture(metrics, settled, TopologyEdge.toChildren(settled), links, ends, listeners, addresses);
    }
}
