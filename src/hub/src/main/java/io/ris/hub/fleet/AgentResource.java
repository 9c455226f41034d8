package io.ris.hub.fleet;

import io.ris.hub.fleet.connection.AgentConnection;
import io.ris.hub.fleet.connection.ConnectionRegistry;
import io.ris.hub.fleet.enrolment.EnrolmentService;
import io.ris.hub.fleet.enrolment.HubAddress;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.EntityTags;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.PageParameters;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.Remembered;
import io.ris.hub.platform.web.RequiresPermission;
import io.ris.hub.platform.web.TenantChoice;
import io.ris.protocol.AgentFrame;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The agents over REST (seed 000, "RIS Client Management"). */
@HubService
@Path("/platform/v1/ris")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Clients")
public class AgentResource {

    private static final Set<String> SORTABLE =
            Set.of("id", "name", "status", "created_date", "updated_date", "last_seen");
    private static final Map<String, String> STORED_NAMES =
            Map.of("id", "number", "created_date", "created_at", "updated_date", "updated_at");
    private static final PageRequest.Sort BY_NUMBER = new PageRequest.Sort("id", false);

    private final AgentService agents;
    private final EnrolmentService enrolments;
    private final ConnectionRegistry connections;
    private final TenantChoice tenants;
    private final HubAddress address;

    @Inject
    public AgentResource(
            AgentService agents,
            EnrolmentService enrolments,
            ConnectionRegistry connections,
            TenantChoice tenants,
            HubAddress address) {
        this.agents = agents;
        this.enrolments = enrolments;
        this.connections = connections;
        this.tenants = tenants;
        this.address = address;
    }

    @GET
    @RequiresPermission(Permissions.CLIENT_READ)
    @Remembered(Agent.class)
    @Parameter(
            name = HttpHeaders.CACHE_CONTROL,
            in = ParameterIn.HEADER,
            description = "no-cache (RFC 9111): read the store, not what was answered in the last second",
            schema = @Schema(implementation = String.class))
    @Operation(summary = "List clients, or read one with id=")
    @APIResponse(
            responseCode = "200",
            description = "A page of clients, or the one that id names",
            content = @Content(schema = @Schema(anyOf = {AgentView[].class, AgentView.class})))
    @APIResponse(responseCode = "404", description = "There is no client with that id")
    public Response list(
            @Parameter(description = "Only the client with this id, unique_client_id or name")
                    @QueryParam("id")
                    @Nullable
                    String id,
            @Parameter(description = "active or inactive") @QueryParam("status") @Nullable String status,
            @Parameter(description = "connected or disconnected") @QueryParam("connection_status") @Nullable
                    String connectionStatus,
            @Parameter(description = "A label that it has, as key=value") @QueryParam("label") @Nullable String label,
            @Parameter(description = "Text in its name, description or host") @QueryParam("text") @Nullable String text,
            @BeanParam PageParameters paging,
            @Context SecurityContext security) {
        if (id != null) {
            return one(agents.require(id), Caller.of(security));
        }
        requireOneOf("status", status, Agent.ACTIVE, Agent.INACTIVE);
        requireOneOf("connection_status", connectionStatus, "connected", "disconnected");
        if (text != null && text.indexOf(0) >= 0) {
            throw HubException.Invalid.malformed("text", "must not hold NUL");
        }
        Caller caller = Caller.of(security);
        PageRequest asked = paging.request(SORTABLE, BY_NUMBER);
        PageRequest request = new PageRequest(
                asked.page(),
                asked.perPage(),
                new PageRequest.Sort(
                        STORED_NAMES.getOrDefault(
                                asked.sort().field(), asked.sort().field()),
                        asked.sort().descending()));
        AgentFilter filter = new AgentFilter(status, connectionStatus, label, text);
        return Response.ok(Envelope.of(agents.page(filter, request).map(agent -> view(agent, null, caller))))
                .build();
    }

    @GET
    @Path("/{id}")
    @RequiresPermission(Permissions.CLIENT_READ)
    @Operation(summary = "Read a client by its id, unique_client_id or name")
    @APIResponse(
            responseCode = "200",
            description = "The client",
            content = @Content(schema = @Schema(implementation = AgentView.class)))
    @APIResponse(responseCode = "404", description = "There is no such client")
    public Response read(
            @Parameter(description = "id, unique_client_id or name") @PathParam("id") String id,
            @Context SecurityContext security) {
        return one(agents.require(id), Caller.of(security));
    }

    @POST
    @RequiresPermission(Permissions.CLIENT_WRITE)
    @Audited(value = "client.create", kind = AuditKind.CLIENT_MANAGEMENT)
    @Operation(summary = "Add a client; the answer holds the command that enrols it")
    @APIResponse(
            responseCode = "201",
            description = "The client, with its enrolment token, told once",
            content = @Content(schema = @Schema(implementation = AgentView.class)))
    @APIResponse(responseCode = "409", description = "The name is taken")
    @APIResponse(responseCode = "422", description = "A field breaks a rule")
    @APIResponse(responseCode = "429", description = "The tenant has as many clients as it may have")
    public Response add(@NotNull @Valid AddRequest request, @Context SecurityContext security, @Context UriInfo uri) {
        Caller caller = tenants.enter(security, request.tenantCode());
        Agent agent = agents.add(
                request.name(),
                request.description(),
                request.host(),
                Labels.toList(request.labels()).orElse(List.of()));
        return Response.created(uri.getAbsolutePathBuilder()
                        .path(Integer.toString(agent.number()))
                        .build())
                .tag(EntityTags.of(agent.revision()))
                .entity(Envelope.of(view(agent, invite(agent, uri), caller)))
                .build();
    }

    @POST
    @Path("/{id}/enrolment")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.CLIENT_WRITE)
    @Audited(value = "client.invite", kind = AuditKind.CLIENT_MANAGEMENT)
    @Operation(summary = "A new enrolment token for a client; those before it are void")
    @APIResponse(
            responseCode = "201",
            description = "The client, with its new enrolment token, told once",
            content = @Content(schema = @Schema(implementation = AgentView.class)))
    @APIResponse(responseCode = "404", description = "There is no such client")
    public Response invite(
            @Parameter(description = "id, unique_client_id or name") @PathParam("id") String id,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        Agent agent = agents.require(id);
        return Response.status(Response.Status.CREATED)
                .entity(Envelope.of(view(agent, invite(agent, uri), Caller.of(security))))
                .build();
    }

    @POST
    @Path("/{id}/revoke")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.CLIENT_WRITE)
    @Audited(value = "client.revoke", kind = AuditKind.CLIENT_MANAGEMENT)
    @Operation(
            summary = "Revoke a client's certificate and tokens; its connection is cut, a new enrolment brings it back")
    @APIResponse(
            responseCode = "200",
            description = "The client, revoked",
            content = @Content(schema = @Schema(implementation = AgentView.class)))
    @APIResponse(responseCode = "404", description = "There is no such client")
    public Response revoke(
            @Parameter(description = "id, unique_client_id or name") @PathParam("id") String id,
            @Context SecurityContext security) {
        return one(enrolments.revoke(id), Caller.of(security));
    }

    @PUT
    @RequiresPermission(Permissions.CLIENT_WRITE)
    @Audited(value = "client.update", kind = AuditKind.CLIENT_MANAGEMENT)
    @Operation(summary = "Change a client that the body names")
    @APIResponse(
            responseCode = "200",
            description = "The client as it is now",
            content = @Content(schema = @Schema(implementation = AgentView.class)))
    @APIResponse(responseCode = "404", description = "There is no such client")
    @APIResponse(responseCode = "412", description = "It was changed since")
    public Response changeNamed(
            @NotNull @Valid ChangeRequest request,
            @Parameter(description = "The ETag that it must still have") @HeaderParam(HttpHeaders.IF_MATCH) @Nullable
                    String ifMatch,
            @Context SecurityContext security) {
        if (request.id() == null) {
            throw HubException.Invalid.rule("id", "is required");
        }
        return change(Integer.toString(request.id()), request, ifMatch, security);
    }

    @PUT
    @Path("/{id}")
    @RequiresPermission(Permissions.CLIENT_WRITE)
    @Audited(value = "client.update", kind = AuditKind.CLIENT_MANAGEMENT)
    @Operation(summary = "Change a client")
    @APIResponse(
            responseCode = "200",
            description = "The client as it is now",
            content = @Content(schema = @Schema(implementation = AgentView.class)))
    @APIResponse(responseCode = "404", description = "There is no such client")
    @APIResponse(responseCode = "412", description = "It was changed since")
    public Response change(
            @Parameter(description = "id, unique_client_id or name") @PathParam("id") String id,
            @NotNull @Valid ChangeRequest request,
            @Parameter(description = "The ETag that it must still have") @HeaderParam(HttpHeaders.IF_MATCH) @Nullable
                    String ifMatch,
            @Context SecurityContext security) {
        Caller caller = tenants.enter(security, request.tenantCode());
        AgentChange change = new AgentChange(
                request.name(),
                request.description(),
                request.host(),
                request.status(),
                Labels.toList(request.labels()).orElse(null));
        return one(agents.change(id, change, ifMatch), caller);
    }

    @DELETE
    @RequiresPermission(Permissions.CLIENT_WRITE)
    @Audited(value = "client.delete", kind = AuditKind.CLIENT_MANAGEMENT)
    @Operation(summary = "Delete the client that the body names; its connection is cut")
    @APIResponse(responseCode = "200", description = "Which client was deleted")
    @APIResponse(responseCode = "404", description = "There is no such client")
    public Envelope<DeletedView> deleteNamed(
            @NotNull @Valid DeleteRequest request,
            @Parameter(description = "The ETag that it must still have") @HeaderParam(HttpHeaders.IF_MATCH) @Nullable
                    String ifMatch) {
        return delete(Integer.toString(request.id()), ifMatch);
    }

    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.CLIENT_WRITE)
    @Audited(value = "client.delete", kind = AuditKind.CLIENT_MANAGEMENT)
    @Operation(summary = "Delete a client; its connection is cut")
    @APIResponse(responseCode = "200", description = "Which client was deleted")
    @APIResponse(responseCode = "404", description = "There is no such client")
    public Envelope<DeletedView> delete(
            @Parameter(description = "id, unique_client_id or name") @PathParam("id") String id,
            @Parameter(description = "The ETag that it must still have") @HeaderParam(HttpHeaders.IF_MATCH) @Nullable
                    String ifMatch) {
        Agent deleted = agents.delete(id, ifMatch);
        return Envelope.of(new DeletedView(deleted.number(), deleted.id()));
    }

    private Response one(Agent agent, Caller caller) {
        return Response.ok(Envelope.of(view(agent, null, caller)))
                .tag(EntityTags.of(agent.revision()))
                .build();
    }

    private AgentView view(Agent agent, AgentView.@Nullable EnrolmentView enrolment, Caller caller) {
        AgentFrame.ResourceUsage usage = connections
                .find(new AgentKey(caller.tenant(), agent.agentId()))
                .map(AgentConnection::resourceUsage)
                .orElse(null);
        return new AgentView(
                agent.number(),
                agent.name(),
                agent.description(),
                agent.host(),
                agent.status(),
                agents.isConnected(agent) ? "connected" : "disconnected",
                agent.disconnectReason(),
                agent.version(),
                agent.os(),
                agent.arch(),
                agent.id(),
                caller.tenant().value(),
                Labels.toMap(agent.labels()),
                agent.createdAt().toEpochMilli(),
                agent.updatedAt().toEpochMilli(),
                agent.lastSeen(),
                agent.certificateExpiresAt(),
                agent.revokedAt(),
                agent.capabilities(),
                AgentView.SchedulingView.of(agent.scheduling()),
                usage,
                enrolment);
    }

    private AgentView.EnrolmentView invite(Agent agent, UriInfo uri) {
        EnrolmentService.Invitation invitation = enrolments.invite(agent);
        String command = "./ris agent --hub " + address.enrolmentUrl(uri.getBaseUri()) + " --token "
                + invitation.token() + " --ca-fingerprint " + invitation.caFingerprint() + " --name " + agent.name();
        return new AgentView.EnrolmentView(
                invitation.token(), invitation.expiresAt(), invitation.caFingerprint(), command);
    }

    private static void requireOneOf(String field, @Nullable String value, String... known) {
        if (value != null && !List.of(known).contains(value)) {
            throw HubException.Invalid.rule(field, "must be one of " + String.join(", ", known));
        }
    }

    /** The shape of agents' names: they stand in commands and become directory names. */
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    private static final String NAME_RULE =
            "must be 1 to 64 letters, digits, '.', '_' or '-', the first a letter or digit";

    /**
     * A client to add.
     *
     * @param tenantCode must be the token's own tenant, unless the caller may act for others; null for it
     */
    public record AddRequest(
            @NotNull @Pattern(regexp = NAME, message = NAME_RULE)
            String name,

            @Size(max = 1024) @Nullable String description,
            @Size(max = 253) @Nullable String host,
            @Nullable String tenantCode,
            @Nullable Map<String, String> labels) {}

    /**
     * What to change; null leaves a field as it is.
     *
     * @param id which client, where the path does not say
     */
    public record ChangeRequest(
            @Nullable Integer id,

            @Pattern(regexp = NAME, message = NAME_RULE) @Nullable
            String name,

            @Size(max = 1024) @Nullable String description,
            @Size(max = 253) @Nullable String host,

            @Pattern(regexp = "active|inactive", message = "must be active or inactive") @Nullable
            String status,

            @Nullable String tenantCode,
            @Nullable Map<String, String> labels) {}

    /** Which client to delete. */
    public record DeleteRequest(@NotNull Integer id) {}

    /** Which client was deleted. */
    public record DeletedView(int id, String uniqueClientId) {}
}
