package io.ris.hub.monitoring.queries;

import io.ris.hub.monitoring.topology.Grouping;
import io.ris.hub.monitoring.topology.Snapshot;
import io.ris.hub.monitoring.topology.Topology;
import io.ris.hub.monitoring.topology.TopologyJson;
import io.ris.hub.monitoring.topology.TopologyService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.web.Csv;
import io.ris.hub.platform.web.EntityTags;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import io.ris.hub.platform.web.TenantChoice;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The picture of all machines (seed 004, "Query Topology"), whole or in part, now or at a past time. */
@HubService
@Path("/api/v1/query/topology")
@Tag(name = "Monitoring")
public class TopologyResource {

    private static final String LABEL_PREFIX = "label:";
    private static final String VARIES_WITH = HttpHeaders.ACCEPT_ENCODING + ", " + TenantChoice.HEADER;

    /** With no quality, or one above zero (RFC 9110, section 12.5.3). */
    private static final Pattern GZIP = Pattern.compile(
            "(^|,)\\s*gzip\\s*(;\\s*q=(?!0(\\.0*)?\\s*(,|$))[0-9.]+\\s*)?(,|$)", Pattern.CASE_INSENSITIVE);

    private final TopologyService topologies;
    private final String process = Long.toString(System.nanoTime(), Character.MAX_RADIX);

    @Inject
    public TopologyResource(TopologyService topologies) {
        this.topologies = topologies;
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, Csv.MEDIA_TYPE})
    @RequiresPermission(Permissions.MONITORING_READ)
    @Operation(
            summary = "Hosts, containers, processes, and what connects them",
            description = "Several values of a parameter are alternatives, one that begins with ! excludes; different "
                    + "parameters must all hold.")
    @APIResponse(
            responseCode = "200",
            description = "The picture, with an ETag where it is the whole one of now",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = TopologyViews.TopologyAnswer.class)),
                @Content(mediaType = Csv.MEDIA_TYPE, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "304", description = "It has not changed since If-None-Match")
    public Response topology(
            @Parameter(description = "host, container or process") @QueryParam(NodeFilter.TYPE) @Nullable String type,
            @Parameter(description = "NAME or NAME=VALUE of a container's label")
                    @QueryParam(NodeFilter.LABEL)
                    @Nullable
                    String label,
            @Parameter(description = "Anywhere in what a node shows, whatever the case")
                    @QueryParam(NodeFilter.TEXT)
                    @Nullable
                    String text,
            @Parameter(description = "A condition on a number that a node shows, such as cpu_usage>50")
                    @QueryParam(NodeFilter.METRIC)
                    @Nullable
                    String metric,
            @Parameter(description = "Whose report it is from") @QueryParam(NodeFilter.AGENT) @Nullable String agentId,
            @Parameter(description = "image, process_name or label:NAME: several nodes as one")
                    @QueryParam("group_by")
                    @Nullable
                    String groupBy,
            @Parameter(description = "A past time, RFC 3339") @QueryParam("at") @Nullable String at,
            @Parameter(description = "json or csv") @QueryParam("format") @DefaultValue("json") String format,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        boolean isCsv = isCsv(format);
        boolean isWhole = !NodeFilter.isIn(uri.getQueryParameters()) && groupBy == null && at == null && !isCsv;
        if (isWhole) {
            return whole(headers);
        }
        Topology all = at == null ? topologies.current().topology() : topologies.at(time(at));
        Topology part = all.only(NodeFilter.of(uri.getQueryParameters()));
        Topology shown = grouping(groupBy).map(grouping -> grouping.of(part)).orElse(part);
        return isCsv ? csv(shown) : json(shown);
    }

    private Response whole(HttpHeaders headers) {
        Snapshot snapshot = topologies.current();
        boolean isZipped = acceptsGzip(headers);
        String tag =
                process + "-" + TenantScope.require().value() + "-" + snapshot.number() + (isZipped ? "-gzip" : "");
        Response.ResponseBuilder answer = EntityTags.isKnown(headers.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag)
                ? Response.notModified()
                : Response.ok(isZipped ? snapshot.zippedAnswer() : snapshot.answer(), MediaType.APPLICATION_JSON);
        answer.tag(new EntityTag(tag)).header(HttpHeaders.VARY, VARIES_WITH);
        return (isZipped ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip") : answer).build();
    }

    private static boolean acceptsGzip(HttpHeaders headers) {
        @Nullable String accepted = headers.getHeaderString(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && GZIP.matcher(accepted).find();
    }

    private static Response json(Topology topology) {
        return Response.ok(
                        TopologyJson.bytes(topology.nodes().size(), json -> TopologyJson.writeAnswer(topology, json)),
                        MediaType.APPLICATION_JSON)
                .build();
    }

    private static Response csv(Topology topology) {
        return Response.ok(TopologyCsv.of(topology).getBytes(StandardCharsets.UTF_8), Csv.MEDIA_TYPE + ";charset=utf-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"topology.csv\"")
                .build();
    }

    private static boolean isCsv(String format) {
        return switch (format) {
            case "csv" -> true;
            case "json" -> false;
            default -> throw HubException.Invalid.rule("format", "must be json or csv");
        };
    }

    private static Optional<Grouping> grouping(@Nullable String by) {
        if (by == null) {
            return Optional.empty();
        }
        if (by.startsWith(LABEL_PREFIX) && by.length() > LABEL_PREFIX.length()) {
            return Optional.of(Grouping.byLabel(by.substring(LABEL_PREFIX.length())));
        }
        return Optional.of(
                switch (by) {
                    case "image" -> Grouping.byImage();
                    case "process_name" -> Grouping.byProcessName();
                    default -> throw HubException.Invalid.rule("group_by", "must be image, process_name or label:NAME");
                });
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw HubException.Invalid.malformed("at", "must be a time as of RFC 3339");
        }
    }
}
