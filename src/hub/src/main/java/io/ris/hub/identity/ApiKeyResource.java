package io.ris.hub.identity;

import io.ris.hub.identity.apikeys.ApiKey;
import io.ris.hub.identity.apikeys.ApiKeyDraft;
import io.ris.hub.identity.apikeys.ApiKeyService;
import io.ris.hub.identity.users.User;
import io.ris.hub.identity.users.UserAdministration;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.PageParameters;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
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

/** API keys over REST: one's own, and others' for who administers keys. */
@HubService
@Path("/platform/v1/api-keys")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "API keys")
public class ApiKeyResource {

    private static final Set<String> SORTABLE = Set.of("name", "created_at", "expires_at", "last_used_at");
    private static final PageRequest.Sort NEWEST_FIRST = new PageRequest.Sort("created_at", true);
    private static final String EVERYBODY = "*";

    private final ApiKeyService keys;
    private final UserAdministration users;

    @Inject
    public ApiKeyResource(ApiKeyService keys, UserAdministration users) {
        this.keys = keys;
        this.users = users;
    }

    @GET
    @RequiresPermission(Permissions.SELF)
    @Operation(summary = "List API keys: your own, or others' with api_key:read")
    @APIResponse(responseCode = "200", description = "A page of keys, without their secrets")
    public Envelope<List<KeyView>> list(
            @Parameter(description = "A user's id, or * for everybody; your own keys where not given")
                    @QueryParam("user_id")
                    @DefaultValue("")
                    String userId,
            @BeanParam PageParameters paging,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        String asked = userId.isEmpty() ? caller.userId() : userId;
        if (!asked.equals(caller.userId())) {
            caller.requireHolding(Set.of(Permissions.API_KEY_READ));
        }
        return Envelope.of(keys.page(EVERYBODY.equals(asked) ? null : asked, paging.request(SORTABLE, NEWEST_FIRST))
                .map(key -> KeyView.of(key, null)));
    }

    @GET
    @Path("/{id}")
    @RequiresPermission(Permissions.SELF)
    @Operation(summary = "Read an API key: your own, or another's with api_key:read")
    @APIResponse(responseCode = "200", description = "The key, without its secret")
    @APIResponse(responseCode = "404", description = "You have no such key")
    public Envelope<KeyView> read(
            @Parameter(description = "The key's id") @PathParam("id") String id, @Context SecurityContext security) {
        return Envelope.of(KeyView.of(required(id, Caller.of(security), Permissions.API_KEY_READ), null));
    }

    @POST
    @RequiresPermission(Permissions.SELF)
    @Audited("api_key.create")
    @Operation(summary = "Make an API key for yourself, or for another user with api_key:write")
    @APIResponse(
            responseCode = "201",
            description = "The key, told once",
            content = @Content(schema = @Schema(implementation = KeyView.class)))
    @APIResponse(responseCode = "403", description = "It is for what you may not do yourself")
    @APIResponse(responseCode = "404", description = "There is no such user")
    @APIResponse(responseCode = "422", description = "A field breaks a rule")
    public Response create(@NotNull @Valid NewKey request, @Context SecurityContext security, @Context UriInfo uri) {
        Caller caller = Caller.of(security);
        User owner = users.require(caller.userId());
        if (request.userId() != null && !request.userId().equals(owner.id())) {
            caller.requireHolding(Set.of(Permissions.API_KEY_WRITE));
            owner = users.requireBelow(caller, request.userId());
        }
        ApiKeyService.Made made = keys.make(caller, owner, request.draft());
        return Response.created(
                        uri.getAbsolutePathBuilder().path(made.key().id()).build())
                .entity(Envelope.of(KeyView.of(made.key(), made.text())))
                .build();
    }

    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.SELF)
    @Audited("api_key.revoke")
    @Operation(summary = "Revoke an API key: your own, or another's with api_key:write")
    @APIResponse(responseCode = "200", description = "The key is good for nothing any more")
    @APIResponse(responseCode = "403", description = "Its owner may do what you may not do yourself")
    @APIResponse(responseCode = "404", description = "You have no such key")
    public Envelope<KeyView> revoke(
            @Parameter(description = "The key's id") @PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        ApiKey key = required(id, caller, Permissions.API_KEY_WRITE);
        if (!key.userId().equals(caller.userId())) {
            users.requireBelow(caller, key.userId());
        }
        keys.revoke(key);
        return Envelope.of(KeyView.of(key, null));
    }

    /** Another's key is not there for who may not administer keys. */
    private ApiKey required(String id, Caller caller, String permission) {
        ApiKey key = keys.require(id);
        if (!key.userId().equals(caller.userId()) && !caller.permissions().contains(permission)) {
            throw new HubException.Conflict(ProblemType.NOT_FOUND, "there is no such key");
        }
        return key;
    }

    /**
     * A key to make.
     *
     * @param userId its owner; you yourself where not given
     * @param scopes permissions that it is for, such as task:execute; none for a probe
     * @param role probe, for a key that may report for certain clients and do nothing else
     * @param agents ids of the clients that a probe may report for
     * @param agentPattern pattern of such ids, with * for any text
     * @param firstAgents clients that a probe reports first are its own from then on, until it has so many
     * @param expiresIn seconds that the key is good for; without end where not given
     */
    public record NewKey(
            @NotBlank @Size(max = 128) String name,
            @Size(max = 64) @Nullable String userId,
            @Size(max = 100) @Nullable List<@NotBlank @Size(max = 64) String> scopes,

            @Pattern(regexp = "probe", message = "must be probe") @Nullable
            String role,

            @Size(max = 1000) @Nullable List<@NotBlank @Size(max = 64) String> agents,

            @Pattern(regexp = "[A-Za-z0-9_*-]{1,64}", message = "must be 1 to 64 of A-Z, a-z, 0-9, _, - and *")
            @Nullable
            String agentPattern,

            @Min(1) @Max(1000) @Nullable Integer firstAgents,

            @Min(1) @Max(315_360_000) @Nullable Long expiresIn) {

        ApiKeyDraft draft() {
            return new ApiKeyDraft(
                    name,
                    scopes == null ? List.of() : scopes,
                    role != null,
                    agents == null ? List.of() : agents,
                    agentPattern,
                    firstAgents == null ? 0 : firstAgents,
                    expiresIn == null ? null : Duration.ofSeconds(expiresIn));
        }
    }

    /**
     * A key as it is shown.
     *
     * @param key the key itself, in the answer that makes it alone
     * @param prefix how it begins
     * @param role probe, or absent
     */
    public record KeyView(
            String id,
            @Nullable String key,
            String name,
            String prefix,
            String userId,
            List<String> scopes,
            @Nullable String role,
            List<String> agents,
            @Nullable String agentPattern,
            int firstAgents,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {

        static KeyView of(ApiKey key, @Nullable String text) {
            return new KeyView(
                    key.id(),
                    text,
                    key.name(),
                    key.prefix(),
                    key.userId(),
                    key.scopes(),
                    key.probe() ? "probe" : null,
                    key.agents(),
                    key.agentPattern(),
                    key.firstAgents(),
                    key.createdAt(),
                    key.expiresAt(),
                    key.lastUsedAt());
        }

        @Override
        public String toString() {
            return "KeyView[" + id + "]";
        }
    }
}
