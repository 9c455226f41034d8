package io.ris.hub.monitoring.topology;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host, container or process.
 *
 * @param agentId whose report it is from
 * @param metadata texts and numbers by name, as the contract says for each type
 * @param labels of a container; not shown, but asked for
 * @param parentId a node that is there; null for a host
 */
public record TopologyNode(
        String id,
        NodeType type,
        String name,
        String agentId,
        Map<String, Object> metadata,
        Map<String, String> labels,
        @Nullable String parentId) {

    /** The same with another parent. */
    TopologyNode in(String parent) {
        return new TopologyNode(id, type, name, agentId, metadata, labels, parent);
    }
}
