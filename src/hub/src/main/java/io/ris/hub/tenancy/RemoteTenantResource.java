package io.ris.hub.tenancy;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tenants, for other services (seed 000, "Get Tenant Information"). */
@HubService
@Path("/internal/v1/remotetenantclient")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants")
public class RemoteTenantResource {

    private final TenantInfos tenants;

    @Inject
    public RemoteTenantResource(TenantInfos tenants) {
        this.tenants = tenants;
    }

    @GET
    @Path("/{tenant}")
    @RequiresPermission(Permissions.INTERNAL_READ)
    @Operation(summary = "A tenant, for other services: their own, or any for who may act in all")
    @APIResponse(responseCode = "200", description = "The tenant")
    @APIResponse(responseCode = "404", description = "There is no such tenant")
    public Envelope<TenantInfo> tenantInfo(
            @Parameter(description = "id of the tenant") @PathParam("tenant") String tenant,
            @Context SecurityContext security) {
        return Envelope.of(tenants.requireOwn(Caller.of(security), tenant));
    }
}
