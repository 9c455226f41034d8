package io.ris.hub.monitoring.probes;

import io.ris.hub.identity.apikeys.ApiKeyService;
import io.ris.hub.monitoring.documents.ProbeDocuments;
import io.ris.hub.monitoring.timeseries.SeriesStore;
import io.ris.hub.monitoring.timeseries.SeriesView;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.CompressedBody;
import io.ris.hub.platform.web.Open;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import io.ris.hub.platform.web.Unaudited;
import io.ris.protocol.report.Report;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What probes call (seed 004, "Agent Management" and "Report Submission"). */
@HubService
@Path("/api/v1")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Probes")
public class ProbeResource {

    private static final ProbeConfiguration CONFIGURATION =
            new ProbeConfiguration("30s", "60s", List.of("host", "docker", "process", "network"));

    private final ProbeRegistry registry;
    private final ReportIntake intake;
    private final SeriesStore series;
    private final ApiKeyService keys;
    private final Clock clock;
    private final Duration staleAfter;

    @Inject
    public ProbeResource(
            ProbeRegistry registry,
            ReportIntake intake,
            SeriesStore series,
            ApiKeyService keys,
            Clock clock,
            @ConfigProperty(name = "monitoring.reports.stale_node_threshold") Duration staleAfter) {
        this.registry = registry;
        this.intake = intake;
        this.series = series;
        this.keys = keys;
        this.clock = clock;
        this.staleAfter = staleAfter;
    }

    /** That the hub is there. */
    public record Pong(boolean pong, Instant timestamp) {}

    /** That something was done. */
    public record Done(String status, String message) {}

    /** That a heartbeat came. */
    public record Heard(String status, Instant timestamp) {}

    /**
     * What a probe is to do.
     *
     * @param collectionInterval between reports, as Go writes durations
     * @param heartbeatInterval as Go writes durations
     */
    public record ProbeConfiguration(
            String collectionInterval, String heartbeatInterval, List<String> enabledCollectors) {}

    /**
     * A probe.
     *
     * @param status {@code active}, or {@code stale} when nothing was heard of it for long
     * @param lastReport when its latest report came; absent where none is kept
     */
    public record ProbeView(
            String agentId,
            String hostname,
            Map<String, String> metadata,
            Instant registeredAt,
            Instant lastSeen,
            String status,
            @Nullable Instant lastReport) {}

    /** All probes. */
    public record ProbeList(List<ProbeView> agents, int count) {}

    @GET
    @Path("/ping")
    @Open("says no more than that the hub is there")
    @Operation(summary = "Whether the hub is there")
    @APIResponse(responseCode = "200", description = "It is")
    public Pong ping() {
        return new Pong(true, clock.instant());
    }

    @POST
    @Path("/agents/register")
    @RequiresPermission(Permissions.REPORT_WRITE)
    @Audited(value = "probe.register", kind = AuditKind.CLIENT_MANAGEMENT)
    @Operation(summary = "A probe says that it is there, for the first time or again")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ProbeDocuments.Registration.class)))
    @APIResponse(
            responseCode = "201",
            description = "It is known now",
            content = @Content(schema = @Schema(implementation = Done.class)))
    public Response register(InputStream body, @Context HttpHeaders headers, @Context SecurityContext security) {
        ProbeDocuments.Registration registration = ProbeDocuments.registration(CompressedBody.read(body, headers));
        sender(security).requireFor(String.valueOf(registration.agentId()));
        registry.register(registration);
        return Response.status(Response.Status.CREATED)
                .entity(new Done("registered", "Agent registered successfully"))
                .build();
    }

    @POST
    @Path("/agents/heartbeat/{agent_id}")
    @RequiresPermission(Permissions.REPORT_WRITE)
    @Unaudited("says no more than when a probe was heard of, which is kept")
    @Operation(summary = "A probe says that it is still there; nothing comes of it where it has not registered")
    @APIResponse(responseCode = "200", description = "Heard")
    public Heard heartbeat(
            @Parameter(description = "agent_id") @PathParam("agent_id") String agentId,
            @Context SecurityContext security) {
        requireMay(security, agentId);
        registry.heardOf(agentId);
        return new Heard("ok", clock.instant());
    }

    @GET
    @Path("/agents/config/{agent_id}")
    @RequiresPermission(Permissions.REPORT_WRITE)
    @Operation(summary = "What a probe is to collect, and how often")
    @APIResponse(responseCode = "200", description = "Its configuration")
    public ProbeConfiguration configuration(
            @Parameter(description = "agent_id") @PathParam("agent_id") String agentId,
            @Context SecurityContext security) {
        requireMay(security, agentId);
        return CONFIGURATION;
    }

    @GET
    @Path("/agents/list")
    @RequiresPermission(Permissions.MONITORING_READ)
    @Operation(summary = "All probes that have registered")
    @APIResponse(responseCode = "200", description = "The probes, by id")
    public ProbeList list() {
        Map<String, Instant> reports = series.view().latest().stream()
                .collect(Collectors.toMap(SeriesView.Latest::agentId, SeriesView.Latest::receivedAt));
        Instant oldest = clock.instant().minus(staleAfter);
        List<ProbeView> views = registry.all().stream()
                .map(probe -> new ProbeView(
                        probe.agentId(),
                        probe.hostname(),
                        probe.metadata(),
                        probe.registeredAt(),
                        probe.lastSeen(),
                        probe.lastSeen().isBefore(oldest) ? "stale" : "active",
                        reports.get(probe.agentId())))
                .toList();
        return new ProbeList(views, views.size());
    }

    @POST
    @Path("/reports")
    @RequiresPermission(Permissions.REPORT_WRITE)
    @Unaudited("is an observation, which is kept with its time and its agent")
    @Operation(summary = "A probe's report of what it observes; it replaces what its agent said before")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Report.class)))
    @APIResponse(
            responseCode = "202",
            description = "It is kept",
            content = @Content(schema = @Schema(implementation = Done.class)))
    public Response report(InputStream body, @Context HttpHeaders headers, @Context SecurityContext security) {
        intake.accept(CompressedBody.read(body, headers), sender(security));
        return Response.accepted(new Done("accepted", "Report received")).build();
    }

    /** Refuses who may not speak for an agent; makes it nobody's. */
    private void requireMay(SecurityContext security, String agentId) {
        String session = Caller.of(security).sessionId();
        if (session.startsWith(Caller.KEY)) {
            keys.requireMayBind(session.substring(Caller.KEY.length()), agentId);
        }
    }

    /** Who comes with a key speaks for the agents to which it is bound; who is let in otherwise, for all of the tenant. */
    private ReportIntake.Sender sender(SecurityContext security) {
        String session = Caller.of(security).sessionId();
        return session.startsWith(Caller.KEY)
                ? agentId -> keys.requireBound(session.substring(Caller.KEY.length()), agentId)
                : agentId -> {};
    }
}
