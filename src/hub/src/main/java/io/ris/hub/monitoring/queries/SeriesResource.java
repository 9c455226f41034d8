package io.ris.hub.monitoring.queries;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ris.hub.monitoring.GoDuration;
import io.ris.hub.monitoring.documents.ProbeDocuments;
import io.ris.hub.monitoring.probes.ProbeRegistry;
import io.ris.hub.monitoring.timeseries.SeriesStore;
import io.ris.hub.monitoring.timeseries.SeriesView;
import io.ris.hub.monitoring.timeseries.StoredReport;
import io.ris.hub.monitoring.topology.TopologyJson;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import io.ris.protocol.report.Report;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Reports as they came (seed 004, "Data Queries"). */
@HubService
@Path("/api/v1/query/agents")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Monitoring")
public class SeriesResource {

    private final SeriesStore series;
    private final ProbeRegistry probes;
    private final Clock clock;

    @Inject
    public SeriesResource(SeriesStore series, ProbeRegistry probes, Clock clock) {
        this.series = series;
        this.probes = probes;
        this.clock = clock;
    }

    /** An agent's latest report. */
    public record LatestReport(String agentId, Report report) {}

    /**
     * The reports of an agent.
     *
     * @param duration as it was asked for
     * @param points oldest first; null for an agent that is not known
     */
    public record ReportSeries(
            String agentId,
            String duration,
            @Schema(nullable = true) @Nullable List<Point> points,
            int count) {}

    /** A report and when the hub got it. The names are those of the seed's programs. */
    public record Point(
            @Schema(name = "Timestamp") Instant timestamp,
            @Schema(name = "Report") Report report) {}

    @GET
    @Path("/{agent_id}/latest")
    @RequiresPermission(Permissions.MONITORING_READ)
    @Operation(summary = "An agent's latest report")
    @APIResponse(
            responseCode = "200",
            description = "The report, as it came",
            content = @Content(schema = @Schema(implementation = LatestReport.class)))
    @APIResponse(responseCode = "404", description = "There is none, or none that is still kept")
    public Response latest(@Parameter(description = "agent_id") @PathParam("agent_id") String agentId) {
        StoredReport latest = series.view()
                .latest(agentId)
                .orElseThrow(
                        () -> new HubException.Conflict(ProblemType.NOT_FOUND, "there is no report of such an agent"));
        return Response.ok(TopologyJson.bytes(0, json -> {
                    json.writeStartObject();
                    json.writeStringField("agent_id", agentId);
                    json.writeFieldName("report");
                    ProbeDocuments.writeReport(latest.json(), json);
                    json.writeEndObject();
                }))
                .build();
    }

    @GET
    @Path("/{agent_id}/timeseries")
    @RequiresPermission(Permissions.MONITORING_READ)
    @Operation(summary = "An agent's reports of the last minutes or hours, one for each step")
    @APIResponse(
            responseCode = "200",
            description = "The reports, oldest first",
            content = @Content(schema = @Schema(implementation = ReportSeries.class)))
    public Response timeseries(
            @Parameter(description = "agent_id") @PathParam("agent_id") String agentId,
            @Parameter(description = "How far back, as Go writes durations: 90s, 1h30m, 1.5h")
                    @QueryParam("duration")
                    @DefaultValue("1h")
                    String duration) {
        Duration back = GoDuration.parse(duration)
                .orElseThrow(() ->
                        HubException.Invalid.malformed("duration", "must be a duration such as 90s, 1h30m, 1.5h"));
        Instant since = clock.instant().minus(back);
        SeriesView view = series.view();
        boolean isKnown = view.isKnown(agentId) || probes.isRegistered(agentId);
        StreamingOutput body = out -> TopologyJson.write(
                out,
                json -> { // an hour of reports may have hundreds of megabytes
                    json.writeStartObject();
                    json.writeStringField("agent_id", agentId);
                    json.writeStringField("duration", duration);
                    int count = 0;
                    json.writeFieldName("points");
                    if (isKnown) {
                        count = points(view, agentId, since, json);
                    } else {
                        json.writeNull();
                    }
                    json.writeNumberField("count", count);
                    json.writeEndObject();
                });
        return Response.ok(body, MediaType.APPLICATION_JSON).build();
    }

    private static int points(SeriesView view, String agentId, Instant since, JsonGenerator json) throws IOException {
        int[] count = new int[1];
        json.writeStartArray();
        view.reports(agentId, since, report -> {
            count[0]++;
            try {
                json.writeStartObject();
                json.writeStringField("Timestamp", report.receivedAt().toString());
                json.writeFieldName("Report");
                ProbeDocuments.writeReport(report.json(), json);
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        json.writeEndArray();
        return count[0];
    }
}
