package io.ris.hub.monitoring.updates;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.monitoring.topology.Topology;
import io.ris.hub.monitoring.topology.TopologyNode;
import io.ris.hub.platform.HubException;
import java.util.HashSet;
import java.util.Set;

/**
 * What a reader wants to be told.
 *
 * @param agents whose reports and nodes; none for all
 * @param types of messages, or of nodes, or both; none for all
 */
record Wish(Set<String> agents, Set<String> types) {

    static final String REPORT_UPDATE = "report_update";
    static final String TOPOLOGY_UPDATE = "topology_update";
    static final String TOPOLOGY_DELTA = "topology_delta";

    static final Wish ALL = new Wish(Set.of(), Set.of());

    private static final Set<String> MESSAGES = Set.of(REPORT_UPDATE, TOPOLOGY_UPDATE, TOPOLOGY_DELTA);
    private static final Set<String> NODES = Set.of("host", "container", "process");
    private static final int MOST = 10_000;

    /** @throws HubException.Invalid if it is none */
    static Wish of(JsonNode json) {
        Set<String> types = texts(json, "types");
        types.forEach(type -> {
            if (!MESSAGES.contains(type) && !NODES.contains(type)) {
                throw HubException.Invalid.rule(
                        "types",
                        "must be among topology_update, topology_delta, report_update, host, container, process");
            }
        });
        return new Wish(texts(json, "agents"), types);
    }

    private static Set<String> texts(JsonNode json, String field) {
        JsonNode list = json.path(field);
        if (list.isMissingNode() || list.isNull()) {
            return Set.of();
        }
        if (!list.isArray() || list.size() > MOST) {
            throw HubException.Invalid.malformed(field, "must be an array of at most " + MOST + " strings");
        }
        Set<String> texts = new HashSet<>();
        for (JsonNode item : list) {
            if (!item.isTextual()) {
                throw HubException.Invalid.malformed(field, "must be an array of strings");
            }
            texts.add(item.asText());
        }
        return texts;
    }

    boolean wantsReports() {
        return wants(Set.of(REPORT_UPDATE));
    }

    boolean wantsTopology() {
        return wants(Set.of(TOPOLOGY_UPDATE, TOPOLOGY_DELTA));
    }

    /** Who names no kind of message wants all kinds. */
    private boolean wants(Set<String> messages) {
        return types.stream().noneMatch(MESSAGES::contains) || types.stream().anyMatch(messages::contains);
    }

    boolean isAbout(String agentId) {
        return agents.isEmpty() || agents.contains(agentId);
    }

    /** Whether it wants the whole picture. */
    boolean isWhole() {
        return agents.isEmpty() && types.stream().noneMatch(NODES::contains);
    }

    /** The part of a picture that it wants. */
    Topology of(Topology topology) {
        return isWhole() ? topology : topology.only(this::wantsNode);
    }

    private boolean wantsNode(TopologyNode node) {
        return isAbout(node.agentId())
                && (types.stream().noneMatch(NODES::contains)
                        || types.contains(node.type().wireName()));
    }
}
