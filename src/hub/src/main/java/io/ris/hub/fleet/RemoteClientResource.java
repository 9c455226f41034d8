package io.ris.hub.fleet;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import io.ris.hub.tenancy.TenantInfo;
import io.ris.hub.tenancy.TenantInfos;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Clients, for other services. */
@HubService
@Path("/internal/v1/risclient")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Clients")
public class RemoteClientResource {

    private final AgentService agents;
    private final TenantInfos tenants;

    @Inject
    public RemoteClientResource(AgentService agents, TenantInfos tenants) {
        this.agents = agents;
        this.tenants = tenants;
    }

    @GET
    @Path("/{client}")
    @RequiresPermission(Permissions.INTERNAL_READ)
    @Operation(summary = "A client, for other services")
    @APIResponse(responseCode = "200", description = "The client")
    @APIResponse(responseCode = "404", description = "There is no such client")
    public Envelope<ClientInfo> clientInfo(
            @Parameter(description = "unique_client_id") @PathParam("client") String client,
            @Context SecurityContext security) {
        Agent agent = Optional.of(agents.require(client))
                .filter(found -> found.id().equals(client))
                .orElseThrow(() -> new HubException.Conflict(ProblemType.CLIENT_NOT_FOUND, "there is no such client"));
        return Envelope.of(new ClientInfo(
                agent.number(),
                agent.id(),
                agent.name(),
                agent.host(),
                agent.status(),
                agents.isConnected(agent) ? "connected" : "disconnected",
                agent.version(),
                agent.capabilities(),
                agent.lastSeen(),
                tenants.of(Caller.of(security).tenant())));
    }

    /** A client, for other services. */
    public record ClientInfo(
            int id,
            String uniqueClientId,
            String name,
            @Nullable String host,
            String status,
            String connectionStatus,
            @Nullable String version,
            List<String> capabilities,
            @Nullable Instant lastSeen,
            TenantInfo tenantInfo) {}
}
