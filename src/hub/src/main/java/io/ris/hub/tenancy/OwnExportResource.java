package io.ris.hub.tenancy;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Archives of the caller's own tenant, for its administrators. */
@HubService
@Path("/platform/v1/tenants/current/export")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants")
public class OwnExportResource {

    private final TenantLifecycle tenants;
    private final TenantExports exports;

    @Inject
    public OwnExportResource(TenantLifecycle tenants, TenantExports exports) {
        this.tenants = tenants;
        this.exports = exports;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.TENANT_WRITE)
    @Audited("tenant.export")
    @Operation(summary = "Begin an archive of the caller's own tenant: JSON lines in a zip, without secrets")
    @APIResponse(
            responseCode = "202",
            description = "The archive as it begins",
            content = @Content(schema = @Schema(implementation = TenantExport.View.class)))
    @APIResponse(responseCode = "409", description = "One is being made")
    public Response exportOwn(@Context SecurityContext security) {
        return Response.accepted(Envelope.of(exports.beginOnly(own(security)).view()))
                .build();
    }

    @GET
    @RequiresPermission(Permissions.TENANT_WRITE)
    @Operation(summary = "List the archives of the caller's own tenant, the newest first")
    @APIResponse(responseCode = "200", description = "The archives, and how far each is")
    public Envelope<List<TenantExport.View>> ownExports(@Context SecurityContext security) {
        return Envelope.of(
                exports.of(own(security)).stream().map(TenantExport::view).toList());
    }

    @GET
    @Path("/{export}/archive")
    @Produces({ExportResource.ZIP, MediaType.APPLICATION_JSON})
    @RequiresPermission(Permissions.TENANT_WRITE)
    @Audited("tenant.export_download")
    @Operation(summary = "Download an archive of the caller's own tenant")
    @APIResponse(
            responseCode = "200",
            description = "The archive",
            content =
                    @Content(
                            mediaType = ExportResource.ZIP,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "404", description = "There is no such archive")
    @APIResponse(responseCode = "409", description = "It is not finished")
    public Response ownArchive(
            @Parameter(description = "id of the archive") @PathParam("export") String export,
            @Context SecurityContext security) {
        return ExportResource.download(exports, exports.requireFinished(own(security), export));
    }

    private Tenant own(SecurityContext security) {
        return tenants.require(Caller.of(security).tenant().value());
    }
}
