package io.ris.hub.identity;

import io.ris.hub.identity.mfa.SecondFactors;
import io.ris.hub.identity.users.Invitations;
import io.ris.hub.identity.users.User;
import io.ris.hub.identity.users.UserAdministration;
import io.ris.hub.identity.users.UserChange;
import io.ris.hub.identity.users.UserDraft;
import io.ris.hub.identity.users.UserFilter;
import io.ris.hub.identity.users.UserRoles;
import io.ris.hub.identity.users.UserService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.UserNames;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Caller;
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
import jakarta.ws.rs.DELETE;
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
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Users over REST. */
@HubService
@Path("/platform/v1/users")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public class UserResource {

    private static final Set<String> SORTABLE = Set.of("username", "email", "status", "created_at", "last_login_at");
    private static final PageRequest.Sort BY_NAME = new PageRequest.Sort("username", false);

    private final UserService users;
    private final UserAdministration administration;
    private final UserRoles roles;
    private final Invitations invitations;
    private final SecondFactors factors;

    @Inject
    public UserResource(
            UserService users,
            UserAdministration administration,
            UserRoles roles,
            Invitations invitations,
            SecondFactors factors) {
        this.users = users;
        this.administration = administration;
        this.roles = roles;
        this.invitations = invitations;
        this.factors = factors;
    }

    @GET
    @RequiresPermission(Permissions.USER_READ)
    @Operation(summary = "List users")
    @APIResponse(responseCode = "200", description = "A page of users")
    public Envelope<List<UserView>> list(
            @Parameter(description = "active or disabled") @QueryParam("status") @Nullable String status,
            @Parameter(description = "A role that was given to them") @QueryParam("role") @Nullable String role,
            @Parameter(description = "local, ldap or oidc") @QueryParam("source") @Nullable String source,
            @Parameter(description = "Text in name or address") @QueryParam("text") @Nullable String text,
            @BeanParam PageParameters paging) {
        requireOneOf("status", status, Set.of(User.ACTIVE, User.DISABLED));
        requireOneOf("source", source, Set.of(User.LOCAL, "ldap", "oidc"));
        if (text != null && text.indexOf(0) >= 0) {
            throw HubException.Invalid.malformed("text", "must not hold NUL");
        }
        return Envelope.of(users.page(new UserFilter(status, role, source, text), paging.request(SORTABLE, BY_NAME))
                .map(this::view));
    }

    @GET
    @Path("/{id}")
    @RequiresPermission(Permissions.USER_READ)
    @Operation(summary = "Read a user")
    @APIResponse(
            responseCode = "200",
            description = "The user",
            content = @Content(schema = @Schema(implementation = UserView.class)))
    @APIResponse(responseCode = "404", description = "There is no such user")
    public Response read(@Parameter(description = "The user's id") @PathParam("id") String id) {
        return answer(administration.require(id));
    }

    @POST
    @RequiresPermission(Permissions.USER_WRITE)
    @Audited("user.create")
    @Operation(summary = "Add a user; without a password, one to be invited")
    @APIResponse(
            responseCode = "201",
            description = "The user",
            content = @Content(schema = @Schema(implementation = UserView.class)))
    @APIResponse(responseCode = "403", description = "The user could do what you may not do yourself")
    @APIResponse(responseCode = "409", description = "Another user has this name or address")
    @APIResponse(responseCode = "422", description = "A field breaks a rule")
    public Response create(@NotNull @Valid NewUser request, @Context SecurityContext security, @Context UriInfo uri) {
        User made = administration.add(
                Caller.of(security),
                new UserDraft(
                        request.username(),
                        request.email(),
                        request.roles() == null ? List.of() : request.roles(),
                        request.password(),
                        request.mustChangePassword() == null || request.mustChangePassword()));
        return Response.created(uri.getAbsolutePathBuilder().path(made.id()).build())
                .tag(EntityTags.of(made.revision()))
                .entity(Envelope.of(view(made)))
                .build();
    }

    @PUT
    @Path("/{id}")
    @RequiresPermission(Permissions.USER_WRITE)
    @Audited("user.update")
    @Operation(summary = "Change a user; what is not given stays as it is")
    @APIResponse(
            responseCode = "200",
            description = "The user as it is now",
            content = @Content(schema = @Schema(implementation = UserView.class)))
    @APIResponse(responseCode = "403", description = "The user may, or could, do what you may not do yourself")
    @APIResponse(responseCode = "404", description = "There is no such user")
    @APIResponse(responseCode = "409", description = "The name is taken, or nobody would administer all tenants")
    @APIResponse(responseCode = "412", description = "It was changed since")
    @APIResponse(responseCode = "422", description = "A field breaks a rule")
    public Response update(
            @Parameter(description = "The user's id") @PathParam("id") String id,
            @NotNull @Valid UserChanges request,
            @Parameter(description = "Entity tag that the change is meant for")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch,
            @Context SecurityContext security) {
        return answer(administration.change(
                Caller.of(security),
                id,
                new UserChange(
                        request.username(),
                        request.email(),
                        request.roles(),
                        request.status(),
                        request.mustChangePassword()),
                ifMatch));
    }

    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.USER_WRITE)
    @Audited("user.delete")
    @Operation(summary = "Delete a user, with sessions and keys")
    @APIResponse(
            responseCode = "200",
            description = "The user as it was",
            content = @Content(schema = @Schema(implementation = UserView.class)))
    @APIResponse(responseCode = "403", description = "The user may do what you may not do yourself")
    @APIResponse(responseCode = "404", description = "There is no such user")
    @APIResponse(responseCode = "422", description = "It is your own user")
    @APIResponse(responseCode = "409", description = "Nobody would administer all tenants")
    @APIResponse(responseCode = "412", description = "It was changed since")
    public Response delete(
            @Parameter(description = "The user's id") @PathParam("id") String id,
            @Parameter(description = "Entity tag that the deletion is meant for")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch,
            @Context SecurityContext security) {
        return answer(administration.delete(Caller.of(security), id, ifMatch));
    }

    @POST
    @Path("/{id}/password")
    @RequiresPermission(Permissions.USER_WRITE)
    @Audited("user.set_password")
    @Operation(summary = "Give a user another password; their sessions end")
    @APIResponse(
            responseCode = "200",
            description = "The user as it is now",
            content = @Content(schema = @Schema(implementation = UserView.class)))
    @APIResponse(responseCode = "403", description = "The user may do what you may not do yourself")
    @APIResponse(responseCode = "404", description = "There is no such user")
    @APIResponse(
            responseCode = "422",
            description = "The password is not good enough, a directory has it, or it is your own")
    public Response setPassword(
            @Parameter(description = "The user's id") @PathParam("id") String id,
            @NotNull @Valid NewPassword request,
            @Context SecurityContext security) {
        return answer(administration.setPassword(
                Caller.of(security),
                id,
                request.password(),
                request.mustChangePassword() == null || request.mustChangePassword()));
    }

    @POST
    @Path("/{id}/invitation")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.USER_WRITE)
    @Audited("user.invite")
    @Operation(
            summary =
                    "A token by which a user chooses a password; those before it are void, and it is with the next change of the user")
    @APIResponse(
            responseCode = "201",
            description = "The token, told once",
            content = @Content(schema = @Schema(implementation = InvitationView.class)))
    @APIResponse(responseCode = "403", description = "The user may do what you may not do yourself")
    @APIResponse(responseCode = "404", description = "There is no such user")
    @APIResponse(responseCode = "422", description = "A directory has the user's password, or it is your own")
    public Response invite(
            @Parameter(description = "The user's id") @PathParam("id") String id, @Context SecurityContext security) {
        Invitations.Invited invited = invitations.invite(Caller.of(security), id);
        return Response.status(Response.Status.CREATED)
                .entity(Envelope.of(new InvitationView(
                        invited.user().id(), invited.user().username(), invited.token(), invited.expiresAt())))
                .build();
    }

    @DELETE
    @Path("/{id}/mfa")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.USER_WRITE)
    @Audited("user.reset_mfa")
    @Operation(summary = "Take the second factor of a user away who lost it; their sessions end")
    @APIResponse(responseCode = "200", description = "A password is enough again")
    @APIResponse(responseCode = "403", description = "The user may do what you may not do yourself")
    @APIResponse(responseCode = "404", description = "There is no such user")
    @APIResponse(responseCode = "422", description = "It is your own: use /auth/mfa/disable")
    public Envelope<MfaView> resetMfa(
            @Parameter(description = "The user's id") @PathParam("id") String id, @Context SecurityContext security) {
        factors.remove(administration.requireOther(Caller.of(security), id), null);
        return Envelope.of(new MfaView(false));
    }

    private Response answer(User user) {
        return Response.ok(Envelope.of(view(user)))
                .tag(EntityTags.of(user.revision()))
                .build();
    }

    private UserView view(User user) {
        return UserView.of(user, roles.of(user), TenantScope.require());
    }

    private static void requireOneOf(String field, @Nullable String value, Set<String> known) {
        if (value != null && !known.contains(value)) {
            throw HubException.Invalid.rule(
                    field, "must be one of " + known.stream().sorted().toList());
        }
    }

    /**
     * An invitation.
     *
     * @param token for POST /auth/invitation
     */
    public record InvitationView(String userId, String username, String token, Instant expiresAt) {

        @Override
        public String toString() {
            return "InvitationView[" + userId + "]";
        }
    }

    /** Whether a login needs a code too. */
    public record MfaView(boolean mfaEnabled) {}

    /**
     * A user to add.
     *
     * @param roles names of roles; none for the default role
     * @param password null for a user who is to be invited
     * @param mustChangePassword true where not given
     */
    public record NewUser(
            @NotBlank @Pattern(regexp = UserNames.NAME, message = UserNames.NAME_RULE)
            String username,

            @Pattern(regexp = UserNames.ADDRESS, message = UserNames.ADDRESS_RULE) @Nullable
            String email,

            @Size(max = 32) @Nullable List<@NotBlank @Size(max = 64) String> roles,
            @Size(max = 1024) @Nullable String password,
            @Nullable Boolean mustChangePassword) {

        @Override
        public String toString() {
            return "NewUser[" + username + "]";
        }
    }

    /**
     * What to change of a user.
     *
     * @param email empty for none
     * @param roles names of all roles that the user is to have
     * @param status active or disabled
     */
    public record UserChanges(
            @Pattern(regexp = UserNames.NAME, message = UserNames.NAME_RULE) @Nullable
            String username,

            @Pattern(regexp = "|" + UserNames.ADDRESS, message = UserNames.ADDRESS_RULE) @Nullable
            String email,

            @Size(max = 32) @Nullable List<@NotBlank @Size(max = 64) String> roles,

            @Pattern(regexp = "active|disabled", message = "must be active or disabled") @Nullable
            String status,

            @Nullable Boolean mustChangePassword) {}

    /** Another password. */
    public record NewPassword(
            @NotBlank @Size(max = 1024) String password,
            @Nullable Boolean mustChangePassword) {

        @Override
        public String toString() {
            return "NewPassword[]";
        }
    }
}
