package io.ris.hub.monitoring.topology;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Whose a node is where several agents, or one of them twice, report one of the same id. Ids of containers are what a probe says they
 * are, so hosts and processes, whose ids are made of agents' own, come before them: nobody's container hides another's machine.
 */
final class NodeOwners {

    private final Map<String, TopologyNode> owners = new HashMap<>();

    NodeOwners(Collection<AgentPicture> all) {
        all.forEach(picture -> picture.nodes().forEach(node -> owners.merge(node.id(), node, NodeOwners::stronger)));
    }

    /** Of two of a type the first is shown, as of a container that two probes of one machine see. */
    private static TopologyNode stronger(TopologyNode one, TopologyNode other) {
        return rank(other.type()) < rank(one.type()) ? other : one;
    }

    private static int rank(NodeType type) {
        return switch (type) {
            case HOST -> 0;
            case PROCESS -> 1;
            case CONTAINER, GROUP -> 2;
        };
    }

    /** What an agent reports, without those of its nodes that are not its own. */
    AgentPicture settled(AgentPicture picture) {
        return picture.nodes().stream().allMatch(this::isOwn) ? picture : picture.only(this::isOwn);
    }

    private boolean isOwn(TopologyNode node) {
        return isOf(node.agentId(), node.type(), node.id());
    }

    private boolean isOf(String agentId, NodeType type, String id) {
        TopologyNode owner = owners.get(id);
        return owner != null && owner.type() == type && owner.agentId().equals(agentId);
    }

    /** Where a process is shown: its report may leave it out, and then its host stands for it. */
    String shown(AgentPicture of, String process) {
        return isOf(of.agentId(), NodeType.PROCESS, process) ? process : of.agentId();
    }

    /** Where an edge of a process begins: at its id, unless another node has that. */
    String source(AgentPicture of, String process) {
        return owners.containsKey(process) ? shown(of, process) : process;
    }
}
