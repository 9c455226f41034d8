package io.ris.hub.identity;

import io.ris.hub.identity.roles.RoleDraft;
import io.ris.hub.identity.roles.RoleService;
import io.ris.hub.identity.roles.RoleView;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.EntityTags;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Roles over REST: those that come with the hub, to read, and the tenant's own. */
@HubService
@Path("/platform/v1/roles")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Roles")
public class RoleResource {

    private final RoleService roles;

    @Inject
    public RoleResource(RoleService roles) {
        this.roles = roles;
    }

    @GET
    @RequiresPermission(Permissions.ROLE_READ)
    @Operation(summary = "List roles")
    @APIResponse(responseCode = "200", description = "All roles, those that come with the hub first")
    public Envelope<List<RoleView>> list() {
        return Envelope.of(roles.all());
    }

    @GET
    @Path("/{name}")
    @RequiresPermission(Permissions.ROLE_READ)
    @Operation(summary = "Read a role")
    @APIResponse(
            responseCode = "200",
            description = "The role",
            content = @Content(schema = @Schema(implementation = RoleView.class)))
    @APIResponse(responseCode = "404", description = "There is no such role")
    public Response read(@Parameter(description = "The role's name") @PathParam("name") String name) {
        return answer(Response.Status.OK, roles.require(name));
    }

    @POST
    @RequiresPermission(Permissions.ROLE_WRITE)
    @Audited("role.create")
    @Operation(summary = "Make a role of the tenant's own")
    @APIResponse(
            responseCode = "201",
            description = "The role",
            content = @Content(schema = @Schema(implementation = RoleView.class)))
    @APIResponse(responseCode = "403", description = "It would allow what you may not do yourself")
    @APIResponse(responseCode = "409", description = "The name is taken")
    @APIResponse(responseCode = "422", description = "A field breaks a rule")
    public Response create(@NotNull @Valid NewRole request, @Context SecurityContext security, @Context UriInfo uri) {
        RoleView made = roles.create(
                Caller.of(security),
                new RoleDraft(
                        request.name(),
                        request.description(),
                        orNone(request.inherits()),
                        orNone(request.permissions())));
        return Response.created(uri.getAbsolutePathBuilder().path(made.name()).build())
                .tag(EntityTags.of(made.revision()))
                .entity(Envelope.of(made))
                .build();
    }

    @PUT
    @Path("/{name}")
    @RequiresPermission(Permissions.ROLE_WRITE)
    @Audited("role.update")
    @Operation(summary = "Put other contents in a role")
    @APIResponse(
            responseCode = "200",
            description = "The role as it is now",
            content = @Content(schema = @Schema(implementation = RoleView.class)))
    @APIResponse(responseCode = "403", description = "It allows, or would allow, what you may not do yourself")
    @APIResponse(responseCode = "404", description = "There is no such role")
    @APIResponse(responseCode = "409", description = "It comes with the hub and stays as it is")
    @APIResponse(responseCode = "412", description = "It was changed since")
    @APIResponse(responseCode = "422", description = "A field breaks a rule")
    public Response update(
            @Parameter(description = "The role's name") @PathParam("name") String name,
            @NotNull @Valid RoleContents request,
            @Parameter(description = "Entity tag that the change is meant for")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch,
            @Context SecurityContext security) {
        return answer(
                Response.Status.OK,
                roles.change(
                        Caller.of(security),
                        new RoleDraft(
                                name, request.description(), orNone(request.inherits()), orNone(request.permissions())),
                        ifMatch));
    }

    @DELETE
    @Path("/{name}")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.ROLE_WRITE)
    @Audited("role.delete")
    @Operation(summary = "Delete a role that nobody holds")
    @APIResponse(
            responseCode = "200",
            description = "The role as it was",
            content = @Content(schema = @Schema(implementation = RoleView.class)))
    @APIResponse(responseCode = "404", description = "There is no such role")
    @APIResponse(responseCode = "409", description = "It comes with the hub, someone holds it, or a role inherits it")
    @APIResponse(responseCode = "412", description = "It was changed since")
    public Response delete(
            @Parameter(description = "The role's name") @PathParam("name") String name,
            @Parameter(description = "Entity tag that the deletion is meant for")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch,
            @Context SecurityContext security) {
        return answer(Response.Status.OK, roles.delete(Caller.of(security), name, ifMatch));
    }

    private static Response answer(Response.Status status, RoleView role) {
        return Response.status(status)
                .tag(EntityTags.of(role.revision()))
                .entity(Envelope.of(role))
                .build();
    }

    private static List<String> orNone(@Nullable List<String> names) {
        return names == null ? List.of() : names;
    }

    /**
     * A role to make.
     *
     * @param inherits names of roles whose permissions it holds too
     * @param permissions its own, such as {@code task:execute}
     */
    public record NewRole(
            @NotBlank
            @Pattern(regexp = "[a-z][a-z0-9_-]{0,63}", message = "must be 1 to 64 of a-z, 0-9, _ and -, a letter first")
            String name,

            @Size(max = 512) @Nullable String description,
            @Size(max = 32) @Nullable List<@NotBlank @Size(max = 64) String> inherits,
            @Size(max = 100) @Nullable List<@NotBlank @Size(max = 64) String> permissions) {}

    /** What a role is to hold. */
    public record RoleContents(
            @Size(max = 512) @Nullable String description,
            @Size(max = 32) @Nullable List<@NotBlank @Size(max = 64) String> inherits,
            @Size(max = 100) @Nullable List<@NotBlank @Size(max = 64) String> permissions) {}
}
