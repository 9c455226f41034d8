package io.ris.hub.monitoring.queries;

import io.ris.hub.monitoring.GoDuration;
import io.ris.hub.monitoring.timeseries.SeriesStore;
import io.ris.hub.monitoring.timeseries.SeriesView;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.web.Csv;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Figures over time, for charts and for other programs. */
@HubService
@Path("/api/v1/query")
@Tag(name = "Monitoring")
public class MetricsResource {

    private final SeriesStore series;
    private final Clock clock;

    @Inject
    public MetricsResource(SeriesStore series, Clock clock) {
        this.series = series;
        this.clock = clock;
    }

    /**
     * One figure over time.
     *
     * @param containerId absent for a figure of the host
     * @param step as it was asked for; absent for every point that there is
     * @param points oldest first
     */
    public record Chart(
            String agentId,
            @Nullable String containerId,
            String metric,
            @Nullable String step,
            String duration,
            List<TopologyViews.Sample> points,
            int count) {}

    @GET
    @Path("/metrics")
    @Produces(MediaType.APPLICATION_JSON)
    @RequiresPermission(Permissions.MONITORING_READ)
    @Operation(summary = "One figure of a host or container over time")
    @APIResponse(responseCode = "200", description = "The figure, oldest first")
    @APIResponse(responseCode = "404", description = "There is no report of such an agent")
    public Chart metrics(
            @Parameter(description = "Whose") @QueryParam("agent_id") @Nullable String agentId,
            @Parameter(description = "Of which container; without it, of the host")
                    @QueryParam("container_id")
                    @Nullable
                    String containerId,
            @Parameter(description = "A figure's name: of a host such as cpu_usage, of a container such as cpu_percent")
                    @QueryParam("metric")
                    @Nullable
                    String metric,
            @Parameter(description = "Length of the steps of which means are shown, as Go writes durations")
                    @QueryParam("step")
                    @Nullable
                    String step,
            @Parameter(description = "How far back, as Go writes durations") @QueryParam("duration") @DefaultValue("1h")
                    String duration) {
        String of = required("agent_id", agentId);
        String name = required("metric", metric);
        MetricSeries.requireMetric(name, containerId);
        SeriesView view = requireKnown(of);
        List<TopologyViews.Sample> points =
                MetricSeries.of(view, of, containerId, name, since(duration), step(step, duration));
        return new Chart(of, containerId, name, step, duration, points, points.size());
    }

    @GET
    @Path("/export")
    @Produces({"application/x-ndjson", Csv.MEDIA_TYPE, MediaType.APPLICATION_JSON
    }) // its lines are JSON, who asks for that gets them
    @RequiresPermission(Permissions.MONITORING_READ)
    @Operation(summary = "All figures of one agent, or of all, over time, as JSON lines or CSV")
    @APIResponse(
            responseCode = "200",
            description = "A line for each host and container at each point",
            content = {
                @Content(mediaType = "application/x-ndjson", schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = Csv.MEDIA_TYPE, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "404", description = "There is no report of such an agent")
    public Response export(
            @Parameter(description = "Whose; without it, of all") @QueryParam("agent_id") @Nullable String agentId,
            @Parameter(description = "json or csv") @QueryParam("format") @DefaultValue("json") String format,
            @Parameter(description = "How far back, as Go writes durations") @QueryParam("duration") @DefaultValue("1h")
                    String duration) {
        MetricLines lines = MetricLines.of(format);
        Instant since = since(duration);
        SeriesView view = agentId == null ? series.view() : requireKnown(agentId);
        List<String> agents = agentId == null
                ? view.latest().stream().map(SeriesView.Latest::agentId).toList()
                : List.of(agentId);
        StreamingOutput body = out -> {
            lines.begin(out);
            for (String agent : agents) {
                view.metrics(agent, since, metrics -> lines.write(metrics, out));
            }
        };
        return Response.ok(body, lines.mediaType())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"metrics." + format + "\"")
                .build();
    }

    private SeriesView requireKnown(String agentId) {
        SeriesView view = series.view();
        if (!view.isKnown(agentId)) {
            throw new HubException.Conflict(ProblemType.NOT_FOUND, "there is no report of such an agent");
        }
        return view;
    }

    private static String required(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw HubException.Invalid.malformed(field, "is required");
        }
        return value;
    }

    private Instant since(String duration) {
        return clock.instant().minus(duration("duration", duration));
    }

    private static Duration duration(String field, String text) {
        return GoDuration.parse(text)
                .orElseThrow(
                        () -> HubException.Invalid.malformed(field, "must be a duration such as 90s, 1h30m, 1.5h"));
    }

    private static Duration step(@Nullable String step, String duration) {
        if (step == null) {
            return Duration.ZERO;
        }
        Duration length = duration("step", step);
        if (length.compareTo(Duration.ofSeconds(1)) < 0) {
            throw HubException.Invalid.rule("step", "must be at least 1s");
        }
        if (duration("duration", duration).dividedBy(length) > MetricSeries.MOST_POINTS) {
            throw HubException.Invalid.rule("step", "makes more than " + MetricSeries.MOST_POINTS + " points");
        }
        return length;
    }
}
