package io.ris.hub.monitoring.queries;

import io.ris.hub.monitoring.topology.Topology;
import io.ris.hub.monitoring.topology.TopologyJson;
import io.ris.hub.platform.web.Csv;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A picture as lines: its nodes, then its edges. */
final class TopologyCsv {

    private TopologyCsv() {}

    static String of(Topology topology) {
        StringBuilder lines = new StringBuilder(Csv.line(
                "kind", "id", "type", "name", "parent_id", "source", "target", "protocol", "connections", "metadata"));
        topology.nodes()
                .values()
                .forEach(node -> lines.append(Csv.line(
                        "node",
                        node.id(),
                        node.type().wireName(),
                        node.name(),
                        node.parentId(),
                        null,
                        null,
                        null,
                        null,
                        json(node.metadata()))));
        topology.edges()
                .values()
                .forEach(edge -> lines.append(Csv.line(
                        "edge",
                        edge.key(),
                        edge.type().wireName(),
                        null,
                        null,
                        edge.source(),
                        edge.target(),
                        edge.protocol(),
                        edge.connections() == 0 ? null : Integer.toString(edge.connections()),
                        json(edge.metadata()))));
        return lines.toString();
    }

    private static String json(Map<String, Object> metadata) {
        return new String(TopologyJson.bytes(0, json -> TopologyJson.metadata(metadata, json)), StandardCharsets.UTF_8);
    }
}
