package io.ris.hub.identity;

import io.ris.hub.identity.sessions.Session;
import io.ris.hub.identity.sessions.SessionService;
import io.ris.hub.identity.users.UserAdministration;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Other users' sessions over REST. */
@HubService
@Path("/platform/v1/users/{id}/sessions")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public class UserSessionResource {

    private final SessionService sessions;
    private final UserAdministration users;

    @Inject
    public UserSessionResource(SessionService sessions, UserAdministration users) {
        this.sessions = sessions;
        this.users = users;
    }

    @GET
    @RequiresPermission(Permissions.SESSION_READ)
    @Operation(summary = "List a user's sessions")
    @APIResponse(responseCode = "200", description = "Those that are not over, the newest first")
    @APIResponse(responseCode = "404", description = "There is no such user")
    public Envelope<List<SessionView>> list(
            @Parameter(description = "The user's id") @PathParam("id") String id, @Context SecurityContext security) {
        return Envelope.of(views(sessions.live(users.require(id).id()), Caller.of(security)));
    }

    @DELETE
    @Path("/{session_id}")
    @RequiresPermission(Permissions.SESSION_WRITE)
    @Audited("session.revoke")
    @Operation(summary = "End a user's session")
    @APIResponse(responseCode = "200", description = "None of its tokens is good any more")
    @APIResponse(responseCode = "403", description = "The user may do what you may not do yourself")
    @APIResponse(responseCode = "404", description = "There is no such user or session")
    public Envelope<SessionView> revoke(
            @Parameter(description = "The user's id") @PathParam("id") String id,
            @Parameter(description = "The session's id") @PathParam("session_id") String sessionId,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return Envelope.of(
                SessionView.of(sessions.end(users.requireBelow(caller, id).id(), sessionId), caller.sessionId()));
    }

    @DELETE
    @RequiresPermission(Permissions.SESSION_WRITE)
    @Audited("session.revoke_all")
    @Operation(summary = "End all sessions of a user")
    @APIResponse(responseCode = "200", description = "What was ended")
    @APIResponse(responseCode = "403", description = "The user may do what you may not do yourself")
    @APIResponse(responseCode = "404", description = "There is no such user")
    public Envelope<List<SessionView>> revokeAll(
            @Parameter(description = "The user's id") @PathParam("id") String id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return Envelope.of(views(sessions.endAll(users.requireBelow(caller, id).id(), null), caller));
    }

    private static List<SessionView> views(List<Session> found, Caller caller) {
        return found.stream()
                .map(session -> SessionView.of(session, caller.sessionId()))
                .toList();
    }
}
