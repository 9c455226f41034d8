package io.ris.hub.identity;

import io.ris.hub.identity.sessions.SessionService;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The caller's own sessions over REST. */
@HubService
@Path("/auth/sessions")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Authentication")
public class OwnSessionResource {

    private final SessionService sessions;

    @Inject
    public OwnSessionResource(SessionService sessions) {
        this.sessions = sessions;
    }

    @GET
    @RequiresPermission(Permissions.SELF)
    @Operation(summary = "List your sessions")
    @APIResponse(responseCode = "200", description = "Those that are not over, the newest first")
    public Envelope<List<SessionView>> list(@Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return Envelope.of(sessions.live(caller.userId()).stream()
                .map(session -> SessionView.of(session, caller.sessionId()))
                .toList());
    }

    @DELETE
    @Path("/{id}")
    @RequiresPermission(Permissions.SELF)
    @Audited(value = "session.revoke", kind = AuditKind.AUTHENTICATION)
    @Operation(summary = "End one of your sessions")
    @APIResponse(responseCode = "200", description = "None of its tokens is good any more")
    @APIResponse(responseCode = "404", description = "You have no such session")
    public Envelope<SessionView> revoke(
            @Parameter(description = "The session's id") @PathParam("id") String id,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return Envelope.of(SessionView.of(sessions.end(caller.userId(), id), caller.sessionId()));
    }

    @DELETE
    @RequiresPermission(Permissions.SELF)
    @Audited(value = "session.revoke_all", kind = AuditKind.AUTHENTICATION)
    @Operation(summary = "End all your sessions")
    @APIResponse(responseCode = "200", description = "What was ended")
    public Envelope<List<SessionView>> revokeAll(
            @Parameter(description = "true to go on with the present session")
                    @QueryParam("keep_current")
                    @DefaultValue("false")
                    boolean keepCurrent,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return Envelope.of(sessions.endAll(caller.userId(), keepCurrent ? caller.sessionId() : null).stream()
                .map(session -> SessionView.of(session, caller.sessionId()))
                .toList());
    }
}
