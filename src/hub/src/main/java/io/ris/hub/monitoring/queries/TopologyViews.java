package io.ris.hub.monitoring.queries;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The forms of pictures, for the API's description: they are written by {@code TopologyJson}. */
final class TopologyViews {

    private TopologyViews() {}

    /** A picture and when it was made. */
    public record TopologyAnswer(TopologyPicture topology, Instant timestamp) {}

    /** @param nodes by id */
    public record TopologyPicture(Map<String, Node> nodes, Map<String, Edge> edges, Instant timestamp) {}

    /**
     * A host, container, process, or group of them.
     *
     * @param parentId absent for a host
     */
    public record Node(
            String id,
            String type,
            String name,
            Map<String, Object> metadata,
            @Nullable String parentId) {}

    /**
     * What leads from one node to another.
     *
     * @param type {@code parent-child} or {@code network}
     * @param connections how many a network edge stands for
     */
    public record Edge(
            String source,
            String target,
            String type,
            @Nullable String protocol,
            @Nullable Map<String, Object> metadata,
            @Nullable Integer connections) {}

    /**
     * One node, and what is around it.
     *
     * @param children ids
     * @param edges that begin or end at it
     * @param series figures of the last minutes or hours by name, of a host or container
     */
    public record NodeDetails(
            Node node,
            @Nullable Node parent,
            List<String> children,
            Map<String, Edge> edges,
            Map<String, List<Sample>> series) {}

    /**
     * A figure at a moment.
     *
     * @param timestamp begin of the step; where there are no steps, when the report came
     */
    public record Sample(Instant timestamp, double value) {}
}
