package io.ris.hub.monitoring.queries;

import io.ris.hub.monitoring.AgentMetrics;
import io.ris.hub.monitoring.timeseries.SeriesStore;
import io.ris.hub.monitoring.topology.NodeType;
import io.ris.hub.monitoring.topology.Topology;
import io.ris.hub.monitoring.topology.TopologyEdge;
import io.ris.hub.monitoring.topology.TopologyJson;
import io.ris.hub.monitoring.topology.TopologyNode;
import io.ris.hub.monitoring.topology.TopologyService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** One node of the picture, with what is around it and what became of its figures. */
@HubService
@Path("/api/v1/query/nodes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Monitoring")
public class NodeResource {

    private final TopologyService topologies;
    private final SeriesStore series;

    @Inject
    public NodeResource(TopologyService topologies, SeriesStore series) {
        this.topologies = topologies;
        this.series = series;
    }

    @GET
    @Path("/{id}")
    @RequiresPermission(Permissions.MONITORING_READ)
    @Operation(summary = "One host, container or process, with its edges and its figures over time")
    @APIResponse(
            responseCode = "200",
            description = "The node",
            content = @Content(schema = @Schema(implementation = TopologyViews.NodeDetails.class)))
    @APIResponse(responseCode = "404", description = "It is not in the topology")
    public Response node(@Parameter(description = "The node's id in the topology") @PathParam("id") String id) {
        Topology topology = topologies.current().topology();
        TopologyNode node = topology.find(id)
                .orElseThrow(() -> new HubException.Conflict(ProblemType.NOT_FOUND, "there is no such node"));
        Optional<TopologyNode> parent = Optional.ofNullable(node.parentId()).flatMap(topology::find);
        List<String> children = topology.nodes().values().stream()
                .filter(child -> id.equals(child.parentId()))
                .map(TopologyNode::id)
                .toList();
        List<TopologyEdge> edges =
                topology.edges().values().stream().filter(edge -> edge.isAt(id)).toList();
        Map<String, List<TopologyViews.Sample>> figures = figures(node);
        return Response.ok(TopologyJson.bytes(0, json -> {
                    json.writeStartObject();
                    json.writeFieldName("node");
                    TopologyJson.write(node, json);
                    if (parent.isPresent()) {
                        json.writeFieldName("parent");
                        TopologyJson.write(parent.get(), json);
                    }
                    json.writePOJOField("children", children);
                    json.writeFieldName("edges");
                    TopologyJson.edges(edges, json);
                    json.writePOJOField("series", figures);
                    json.writeEndObject();
                }))
                .build();
    }

    private Map<String, List<TopologyViews.Sample>> figures(TopologyNode node) {
        Map<String, List<TopologyViews.Sample>> figures = new TreeMap<>();
        if (node.type() == NodeType.PROCESS) {
            return figures;
        }
        series.view().metrics(node.agentId(), Instant.MIN, point -> of(node, point)
                .forEach((name, value) -> figures.computeIfAbsent(name, first -> new ArrayList<>())
                        .add(new TopologyViews.Sample(point.receivedAt(), value))));
        return figures;
    }

    private static Map<String, Double> of(TopologyNode node, AgentMetrics point) {
        return node.type() == NodeType.HOST ? point.host() : point.containers().getOrDefault(node.id(), Map.of());
    }
}
