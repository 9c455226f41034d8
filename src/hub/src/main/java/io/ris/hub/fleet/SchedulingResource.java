package io.ris.hub.fleet;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.EntityTags;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Whether an agent is given tasks, over REST. */
@HubService
@Path("/platform/v1/ris/{id}/scheduling")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Clients")
public class SchedulingResource {

    private final AgentService agents;
    private final Clock clock;

    @Inject
    public SchedulingResource(AgentService agents, Clock clock) {
        this.agents = agents;
        this.clock = clock;
    }

    @GET
    @RequiresPermission(Permissions.CLIENT_READ)
    @Operation(summary = "Whether a client is given tasks")
    @APIResponse(
            responseCode = "200",
            description = "Whether it is, since when and why",
            content = @Content(schema = @Schema(implementation = AgentView.SchedulingView.class)))
    @APIResponse(responseCode = "404", description = "There is no such client")
    public Response readScheduling(
            @Parameter(description = "id, unique_client_id or name") @PathParam("id") String id) {
        return answer(agents.require(id));
    }

    @PUT
    @RequiresPermission(Permissions.CLIENT_WRITE)
    @Audited(value = "client.schedule", kind = AuditKind.CLIENT_MANAGEMENT)
    @Operation(summary = "Pause, drain or resume a client; its waiting tasks wait until it is active again, or expire")
    @APIResponse(
            responseCode = "200",
            description = "How it is now",
            content = @Content(schema = @Schema(implementation = AgentView.SchedulingView.class)))
    @APIResponse(responseCode = "404", description = "There is no such client")
    @APIResponse(responseCode = "412", description = "It was changed since")
    @APIResponse(responseCode = "422", description = "A field breaks a rule")
    public Response schedule(
            @Parameter(description = "id, unique_client_id or name") @PathParam("id") String id,
            @NotNull @Valid SchedulingRequest request,
            @Parameter(description = "The ETag that it must still have") @HeaderParam(HttpHeaders.IF_MATCH) @Nullable
                    String ifMatch) {
        return answer(agents.schedule(id, request.scheduling(clock.instant()), ifMatch));
    }

    private static Response answer(Agent agent) {
        return Response.ok(Envelope.of(AgentView.SchedulingView.of(agent.scheduling())))
                .tag(EntityTags.of(agent.revision()))
                .build();
    }

    /**
     * What an operator wants of a client.
     *
     * @param state {@code active}, {@code paused} or {@code draining}
     * @param reason for those who wonder
     * @param deadline when what still runs on a draining client is cancelled; null for never
     */
    public record SchedulingRequest(
            @NotNull String state,
            @Size(max = 1024) @Nullable String reason,
            @Nullable Instant deadline) {

        Scheduling scheduling(Instant now) {
            Scheduling.State wanted = Scheduling.State.find(state)
                    .orElseThrow(() -> HubException.Invalid.rule("state", "must be active, paused or draining"));
            if (deadline != null && wanted != Scheduling.State.DRAINING) {
                throw HubException.Invalid.rule("deadline", "is for a client that is to drain");
            }
            if (deadline != null && !deadline.isAfter(now)) {
                throw HubException.Invalid.rule("deadline", "must be later than now");
            }
            return new Scheduling(wanted, reason, now, deadline);
        }
    }
}
