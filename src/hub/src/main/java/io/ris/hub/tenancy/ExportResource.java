package io.ris.hub.tenancy;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
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

/** Taking a tenant's data out, and then away. */
@HubService
@Path("/platform/v1/tenants")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants")
public class ExportResource {

    static final String ZIP = "application/zip";

    private final TenantLifecycle tenants;
    private final TenantExports exports;
    private final TenantDeletion deletion;

    @Inject
    public ExportResource(TenantLifecycle tenants, TenantExports exports, TenantDeletion deletion) {
        this.tenants = tenants;
        this.exports = exports;
        this.deletion = deletion;
    }

    @POST
    @Path("/{code}/export")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.TENANT_ADMINISTER)
    @Audited("tenant.export")
    @Operation(summary = "Begin an archive of a tenant's data: JSON lines in a zip, without secrets")
    @APIResponse(
            responseCode = "202",
            description = "The archive as it begins",
            content = @Content(schema = @Schema(implementation = TenantExport.View.class)))
    @APIResponse(responseCode = "404", description = "There is no such tenant")
    @APIResponse(responseCode = "409", description = "One is being made")
    public Response export(@Parameter(description = "code or id") @PathParam("code") String code) {
        return Response.accepted(
                        Envelope.of(exports.beginOnly(tenants.require(code)).view()))
                .build();
    }

    @GET
    @Path("/{code}/export")
    @RequiresPermission(Permissions.TENANT_ADMINISTER)
    @Operation(summary = "List a tenant's archives, the newest first")
    @APIResponse(responseCode = "200", description = "The archives")
    @APIResponse(responseCode = "404", description = "There is no such tenant")
    public Envelope<List<TenantExport.View>> exports(
            @Parameter(description = "code or id") @PathParam("code") String code) {
        return Envelope.of(exports.of(tenants.requireKnown(code)).stream()
                .map(TenantExport::view)
                .toList());
    }

    @GET
    @Path("/{code}/export/{export}")
    @RequiresPermission(Permissions.TENANT_ADMINISTER)
    @Operation(summary = "How far an archive is")
    @APIResponse(responseCode = "200", description = "The archive as it stands")
    @APIResponse(responseCode = "404", description = "There is no such tenant or archive")
    public Envelope<TenantExport.View> exportStatus(
            @Parameter(description = "code or id") @PathParam("code") String code,
            @Parameter(description = "id of the archive") @PathParam("export") String export) {
        return Envelope.of(exports.require(tenants.requireKnown(code), export).view());
    }

    @GET
    @Path("/{code}/export/{export}/archive")
    @Produces({ZIP, MediaType.APPLICATION_JSON})
    @RequiresPermission(Permissions.TENANT_ADMINISTER)
    @Audited("tenant.export_download")
    @Operation(summary = "Download an archive")
    @APIResponse(
            responseCode = "200",
            description = "The archive",
            content = @Content(mediaType = ZIP, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "404", description = "There is no such tenant or archive")
    @APIResponse(responseCode = "409", description = "It is not finished")
    public Response archive(
            @Parameter(description = "code or id") @PathParam("code") String code,
            @Parameter(description = "id of the archive") @PathParam("export") String export) {
        return download(exports, exports.requireFinished(tenants.requireKnown(code), export));
    }

    static Response download(TenantExports exports, TenantExport finished) {
        StreamingOutput copy = out -> exports.copy(finished, out);
        return Response.ok(copy, ZIP)
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + finished.tenant() + "-" + finished.id() + ".zip\"")
                .build();
    }

    @POST
    @Path("/{code}/deletion")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.TENANT_ADMINISTER)
    @Audited("tenant.ask_deletion")
    @Operation(summary = "Ask for a tenant's deletion: it is suspended, an archive is begun, a token confirms it later")
    @APIResponse(
            responseCode = "202",
            description = "What confirms it, told once",
            content = @Content(schema = @Schema(implementation = DeletionView.class)))
    @APIResponse(responseCode = "404", description = "There is no such tenant")
    @APIResponse(responseCode = "409", description = "It is the default tenant, or being deleted")
    public Response askDeletion(@Parameter(description = "code or id") @PathParam("code") String code) {
        return Response.accepted(Envelope.of(DeletionView.of(deletion.ask(code))))
                .build();
    }

    @POST
    @Path("/{code}/deletion/without-export")
    @RequiresPermission(Permissions.TENANT_ADMINISTER)
    @Audited("tenant.ask_deletion")
    @Operation(
            summary = "Ask for the deletion of a tenant whose own MongoDB is lost: no archive is made, and what may be"
                    + " there is left as it is")
    @APIResponse(
            responseCode = "202",
            description = "What confirms it, told once, and the database that is left",
            content = @Content(schema = @Schema(implementation = DeletionView.class)))
    @APIResponse(responseCode = "404", description = "There is no such tenant")
    @APIResponse(
            responseCode = "409",
            description =
                    "Its store answers, so that an archive can be made; or it is the default tenant, or being deleted")
    public Response askDeletionWithoutExport(
            @Parameter(description = "code or id") @PathParam("code") String code,
            @NotNull @Valid WaiverRequest request) {
        return Response.accepted(Envelope.of(DeletionView.of(deletion.askWithoutExport(code, request.reason()))))
                .build();
    }

    @DELETE
    @Path("/{code}")
    @RequiresPermission(Permissions.TENANT_ADMINISTER)
    @Audited("tenant.delete")
    @Operation(summary = "Delete a tenant for good, once its archive is finished")
    @APIResponse(responseCode = "200", description = "Which tenant is gone")
    @APIResponse(responseCode = "404", description = "There is no such tenant")
    @APIResponse(
            responseCode = "409",
            description = "Nobody asked for it, the token is not good, or the archive not finished")
    public Envelope<GoneView> remove(
            @Parameter(description = "code or id") @PathParam("code") String code,
            @NotNull @Valid ConfirmRequest request) {
        Tenant gone = deletion.confirm(code, request.confirmationToken());
        return Envelope.of(new GoneView(
                gone.id(), gone.tenantCode().value(), LeftDatabaseView.of(TenantDeletion.leftDatabase(gone))));
    }

    /** Why a tenant is deleted without an archive. */
    public record WaiverRequest(@NotBlank @Size(max = 1024) String reason) {}

    /**
     * A deletion to confirm.
     *
     * @param export the archive that must be finished before; null where none can be made
     * @param databaseLeft what is not removed; null where everything is
     */
    public record DeletionView(
            String confirmationToken,
            Instant expiresAt,
            TenantExport.@Nullable View export,
            @Nullable LeftDatabaseView databaseLeft) {

        static DeletionView of(TenantDeletion.Asked asked) {
            TenantExport export = asked.export();
            return new DeletionView(
                    asked.token(),
                    asked.expiresAt(),
                    export == null ? null : export.view(),
                    LeftDatabaseView.of(TenantDeletion.leftDatabase(asked.tenant())));
        }

        @Override
        public String toString() {
            return "DeletionView[until " + expiresAt + "]";
        }
    }

    /** Confirms a deletion. */
    public record ConfirmRequest(@NotBlank @Size(max = 128) String confirmationToken) {

        @Override
        public String toString() {
            return "ConfirmRequest[]";
        }
    }

    /** A database of a tenant's own that the hub leaves as it is. */
    public record LeftDatabaseView(String host, int port, String database) {

        static @Nullable LeftDatabaseView of(@Nullable TenantDatabase left) {
            return left == null ? null : new LeftDatabaseView(left.host(), left.port(), left.database());
        }
    }

    /**
     * The tenant that was deleted.
     *
     * @param databaseLeft what was not removed; null where everything was
     */
    public record GoneView(String id, String code, @Nullable LeftDatabaseView databaseLeft) {}
}
