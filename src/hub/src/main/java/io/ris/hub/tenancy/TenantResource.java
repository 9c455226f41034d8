package io.ris.hub.tenancy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.UserNames;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.EntityTags;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.PageParameters;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Tenants, for who administers all of them. */
@HubService
@Path("/platform/v1/tenants")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants")
public class TenantResource {

    private static final Set<String> SORTABLE = Set.of("code", "name", "status", "created_at", "updated_at");
    private static final PageRequest.Sort BY_CODE = new PageRequest.Sort("code", false);
    /** Names the caller's own tenant in paths, and so no tenant of its own. */
    static final String OWN_PATH = "current";

    private final TenantLifecycle tenants;
    private final TenantUsage usage;
    private final Store store;

    @Inject
    public TenantResource(TenantLifecycle tenants, TenantUsage usage, Store store) {
        this.usage = usage;
        this.tenants = tenants;
        this.store = store;
    }

    @GET
    @RequiresPermission(Permissions.TENANT_ADMINISTER)
    @Operation(summary = "List tenants")
    @APIResponse(responseCode = "200", description = "A page of tenants")
    public Envelope<List<TenantView>> list(
            @Parameter(
                            description =
                                    "provisioning, active, suspended, deleting or deleted; all but deleted if not given")
                    @QueryParam("status")
                    @Nullable
                    String status,
            @BeanParam PageParameters paging) {
        TenantStatus wanted = status == null
                ? null
                : TenantStatus.find(status)
                        .orElseThrow(() -> HubException.Invalid.rule("status", "is no status of a tenant"));
        return Envelope.of(
                tenants.page(wanted, paging.request(SORTABLE, BY_CODE)).map(tenant -> view(tenant, null)));
    }

    @GET
    @Path("/{code}")
    @RequiresPermission(Permissions.TENANT_ADMINISTER)
    @Operation(summary = "Read a tenant")
    @APIResponse(
            responseCode = "200",
            description = "The tenant",
            content = @Content(schema = @Schema(implementation = TenantView.class)))
    @APIResponse(responseCode = "404", description = "There is no such tenant")
    public Response read(@Parameter(description = "code or id") @PathParam("code") String code) {
        return one(tenants.require(code));
    }

    @POST
    @RequiresPermission(Permissions.TENANT_ADMINISTER)
    @Audited("tenant.create")
    @Operation(summary = "Make a tenant, with its first administrator if one is named")
    @APIResponse(
            responseCode = "201",
            description = "The tenant, at work; the administrator's password is told once",
            content = @Content(schema = @Schema(implementation = TenantView.class)))
    @APIResponse(responseCode = "409", description = "The code is taken, or was until not long ago")
    public Response create(@NotNull @Valid CreateRequest request, @Context UriInfo uri) {
        if (OWN_PATH.equals(request.code())) {
            throw HubException.Invalid.rule("code", "must not be " + OWN_PATH);
        }
        AdministratorRequest asked = request.administrator();
        TenantLifecycle.Made made = tenants.create(
                new TenantCode(request.code()),
                request.order(),
                asked == null ? null : asked.username(),
                asked == null ? null : asked.email());
        String password = made.password();
        TenantView view = view(
                made.tenant(),
                asked == null || password == null
                        ? null
                        : new TenantView.AdministratorView(asked.username(), password));
        return Response.created(uri.getAbsolutePathBuilder().path(view.code()).build())
                .tag(EntityTags.of(made.tenant().revision()))
                .entity(Envelope.of(view))
                .build();
    }

    @PUT
    @Path("/{code}")
    @RequiresPermission(Permissions.TENANT_ADMINISTER)
    @Audited("tenant.update")
    @Operation(summary = "Change a tenant")
    @APIResponse(
            responseCode = "200",
            description = "The tenant as it is now",
            content = @Content(schema = @Schema(implementation = TenantView.class)))
    @APIResponse(responseCode = "404", description = "There is no such tenant")
    @APIResponse(responseCode = "412", description = "It was changed since")
    public Response change(
            @Parameter(description = "code or id") @PathParam("code") String code,
            @NotNull @Valid ChangeRequest request,
            @Parameter(description = "The ETag that it must still have") @HeaderParam(HttpHeaders.IF_MATCH) @Nullable
                    String ifMatch) {
        return one(tenants.change(code, request.order(), ifMatch));
    }

    @POST
    @Path("/{code}/suspend")
    @RequiresPermission(Permissions.TENANT_ADMINISTER)
    @Audited("tenant.suspend")
    @Operation(summary = "Lock a tenant out: nobody logs in, agents are sent away, everything is kept")
    @APIResponse(
            responseCode = "200",
            description = "The tenant, suspended",
            content = @Content(schema = @Schema(implementation = TenantView.class)))
    @APIResponse(responseCode = "404", description = "There is no such tenant")
    @APIResponse(responseCode = "409", description = "It is the default tenant, or being made or deleted")
    public Response suspend(
            @Parameter(description = "code or id") @PathParam("code") String code,
            @Valid @Nullable SuspendRequest request) {
        return one(tenants.suspend(code, request == null ? null : request.reason()));
    }

    @POST
    @Path("/{code}/resume")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.TENANT_ADMINISTER)
    @Audited("tenant.resume")
    @Operation(summary = "Bring a suspended tenant back to work; a deletion that was asked for is off")
    @APIResponse(
            responseCode = "200",
            description = "The tenant, at work",
            content = @Content(schema = @Schema(implementation = TenantView.class)))
    @APIResponse(responseCode = "404", description = "There is no such tenant")
    @APIResponse(responseCode = "409", description = "It is being made or deleted")
    public Response resume(@Parameter(description = "code or id") @PathParam("code") String code) {
        return one(tenants.resume(code));
    }

    @GET
    @Path("/{code}/usage")
    @RequiresPermission(Permissions.TENANT_ADMINISTER)
    @Operation(summary = "What a tenant uses")
    @APIResponse(responseCode = "200", description = "Its usage and limits")
    @APIResponse(responseCode = "404", description = "There is no such tenant")
    public Envelope<UsageView> usage(@Parameter(description = "code or id") @PathParam("code") String code) {
        return Envelope.of(usage.of(tenants.require(code)));
    }

    private Response one(Tenant tenant) {
        return Response.ok(Envelope.of(view(tenant, null)))
                .tag(EntityTags.of(tenant.revision()))
                .build();
    }

    private TenantView view(Tenant tenant, TenantView.@Nullable AdministratorView administrator) {
        return TenantView.of(tenant, store.databaseName(tenant.tenantCode()), administrator);
    }

    /** A tenant to make. */
    public record CreateRequest(
            @NotNull
            @Pattern(
                    regexp = "[a-z0-9][a-z0-9_]{0,31}",
                    message = "must be 1 to 32 lower case letters, digits or '_', the first no '_'")
            String code,

            @NotBlank @Size(max = 200) String name,
            @Size(max = 1024) @Nullable String description,
            @Valid @Nullable TenantSettings settings,
            @Valid @Nullable ResourceLimits limits,
            @Nullable JsonNode metadata,
            @Valid @Nullable DatabaseInfo databaseInfo,
            @Valid @Nullable AdministratorRequest administrator) {

        TenantOrder order() {
            return new TenantOrder(name, description, settings, limits, metadata, databaseInfo);
        }
    }

    /** The first administrator. */
    public record AdministratorRequest(
            @NotNull @Pattern(regexp = UserNames.NAME, message = UserNames.NAME_RULE)
            String username,

            @Pattern(regexp = UserNames.ADDRESS, message = UserNames.ADDRESS_RULE) @Nullable
            String email) {}

    /** What to change; null leaves a field as it is. */
    public record ChangeRequest(
            @Size(min = 1, max = 200) @Nullable String name,
            @Size(max = 1024) @Nullable String description,
            @Valid @Nullable TenantSettings settings,
            @Valid @Nullable ResourceLimits limits,
            @Nullable JsonNode metadata,
            @Valid @Nullable DatabaseInfo databaseInfo) {

        TenantOrder order() {
            return new TenantOrder(name, description, settings, limits, metadata, databaseInfo);
        }
    }

    /** Why a tenant is suspended. */
    public record SuspendRequest(@Size(max = 1024) @Nullable String reason) {}
}
