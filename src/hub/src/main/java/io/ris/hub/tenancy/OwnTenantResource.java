package io.ris.hub.tenancy;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.EntityTags;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The tenant of who asks, for its own administrators. */
@HubService
@Path("/platform/v1/tenants/current")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants")
public class OwnTenantResource {

    private final TenantLifecycle tenants;
    private final TenantUsage usage;
    private final Store store;

    @Inject
    public OwnTenantResource(TenantLifecycle tenants, TenantUsage usage, Store store) {
        this.usage = usage;
        this.tenants = tenants;
        this.store = store;
    }

    @GET
    @RequiresPermission(Permissions.TENANT_READ)
    @Operation(summary = "Read the caller's own tenant")
    @APIResponse(
            responseCode = "200",
            description = "The tenant",
            content = @Content(schema = @Schema(implementation = TenantView.class)))
    public Response readOwn(@Context SecurityContext security) {
        return one(tenants.require(code(security)));
    }

    @PUT
    @RequiresPermission(Permissions.TENANT_WRITE)
    @Audited("tenant.configure")
    @Operation(summary = "Change the settings of the caller's own tenant")
    @APIResponse(
            responseCode = "200",
            description = "The tenant as it is now",
            content = @Content(schema = @Schema(implementation = TenantView.class)))
    @APIResponse(responseCode = "412", description = "It was changed since")
    public Response configure(
            @NotNull @Valid SettingsRequest request,
            @Parameter(description = "The ETag that it must still have") @HeaderParam(HttpHeaders.IF_MATCH) @Nullable
                    String ifMatch,
            @Context SecurityContext security) {
        TenantOrder order = new TenantOrder(null, null, request.settings(), null, null, null);
        return one(tenants.change(code(security), order, ifMatch));
    }

    @GET
    @Path("/usage")
    @RequiresPermission(Permissions.TENANT_READ)
    @Operation(summary = "What the caller's own tenant uses")
    @APIResponse(responseCode = "200", description = "Its usage and limits")
    public Envelope<UsageView> ownUsage(@Context SecurityContext security) {
        return Envelope.of(usage.of(tenants.require(code(security))));
    }

    private static String code(SecurityContext security) {
        return Caller.of(security).tenant().value();
    }

    private Response one(Tenant tenant) {
        return Response.ok(Envelope.of(TenantView.of(tenant, store.databaseName(tenant.tenantCode()), null)))
                .tag(EntityTags.of(tenant.revision()))
                .build();
    }

    /** The settings to change; null leaves one as it is. */
    public record SettingsRequest(@NotNull @Valid TenantSettings settings) {}
}
