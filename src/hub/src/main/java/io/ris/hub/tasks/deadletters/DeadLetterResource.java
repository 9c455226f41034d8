package io.ris.hub.tasks.deadletters;

import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.PageParameters;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import io.ris.hub.tasks.TaskFilter;
import io.ris.hub.tasks.TaskView;
import io.ris.hub.tasks.TaskViews;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Dead letters over REST: tasks that failed in a way that may pass, as often as they may be tried. */
@HubService
@Path("/platform/v1/dead-letters")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters")
public class DeadLetterResource {

    private static final Set<String> SORTABLE = Set.of("created_at", "completed_at", "priority", "type");
    private static final PageRequest.Sort NEWEST_FIRST = new PageRequest.Sort("completed_at", true);

    private final DeadLetters letters;
    private final TaskViews views;
    private final AgentService agents;

    @Inject
    public DeadLetterResource(DeadLetters letters, TaskViews views, AgentService agents) {
        this.letters = letters;
        this.views = views;
        this.agents = agents;
    }

    @GET
    @RequiresPermission(Permissions.TASK_READ)
    @Operation(summary = "List dead letters, the newest first")
    @APIResponse(responseCode = "200", description = "A page of tasks; dead_letter says why each is here")
    public Envelope<List<TaskView>> listDeadLetters(
            @Parameter(description = "id, unique_client_id or name of the client") @QueryParam("client_id") @Nullable
                    String client,
            @Parameter(description = "A type, such as command") @QueryParam("type") @Nullable String type,
            @BeanParam PageParameters paging) {
        return Envelope.of(letters.page(filter(client, type), paging.request(SORTABLE, NEWEST_FIRST))
                .map(views::brief));
    }

    @GET
    @Path("/{id}")
    @RequiresPermission(Permissions.TASK_READ)
    @Operation(summary = "Read a dead letter: the task, and how its last attempt ended")
    @APIResponse(responseCode = "200", description = "The task")
    @APIResponse(responseCode = "404", description = "There is no such dead letter")
    public Envelope<TaskView> readDeadLetter(@Parameter(description = "task_id") @PathParam("id") String id) {
        return Envelope.of(views.whole(letters.require(id)));
    }

    @POST
    @Path("/{id}/requeue")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.TASK_EXECUTE)
    @Audited(value = "dead_letter.requeue", kind = AuditKind.TASK_EXECUTION)
    @Operation(summary = "Try a dead letter once more, as a new task with as many attempts")
    @APIResponse(
            responseCode = "202",
            description = "The new task, the same one however often this is asked for",
            content = @Content(schema = @Schema(implementation = TaskView.class)))
    @APIResponse(responseCode = "404", description = "There is no such dead letter, or its client was deleted")
    @APIResponse(
            responseCode = "422",
            description = "The client cannot do this any more, or nobody can read what it was")
    @APIResponse(responseCode = "429", description = "Too many tasks wait, or the tenant has as many as it may have")
    public Response requeue(
            @Parameter(description = "task_id") @PathParam("id") String id, @Context SecurityContext security) {
        return Response.accepted(Envelope.of(
                        views.whole(letters.requeue(id, Caller.of(security).requestId()))))
                .build();
    }

    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.TASK_EXECUTE)
    @Audited(value = "dead_letter.purge", kind = AuditKind.TASK_EXECUTION)
    @Operation(summary = "Purge a dead letter; its task is kept until it is old")
    @APIResponse(responseCode = "200", description = "It is in the list no more")
    @APIResponse(responseCode = "404", description = "There is no such dead letter")
    public Envelope<PurgedView> purge(@Parameter(description = "task_id") @PathParam("id") String id) {
        letters.purge(id);
        return Envelope.of(new PurgedView(1));
    }

    @DELETE
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.TASK_EXECUTE)
    @Audited(value = "dead_letter.purge_all", kind = AuditKind.TASK_EXECUTION)
    @Operation(summary = "Purge all dead letters, or those of a client or a type")
    @APIResponse(responseCode = "200", description = "How many those were")
    public Envelope<PurgedView> purgeAll(
            @Parameter(description = "id, unique_client_id or name of the client") @QueryParam("client_id") @Nullable
                    String client,
            @Parameter(description = "A type, such as command") @QueryParam("type") @Nullable String type) {
        return Envelope.of(new PurgedView(letters.purge(filter(client, type))));
    }

    private TaskFilter filter(@Nullable String client, @Nullable String type) {
        return new TaskFilter(
                null, client == null ? null : agents.find(client).map(Agent::id).orElse(client), type, null, null);
    }

    /** How many dead letters are in the list no more. */
    public record PurgedView(int purged) {}
}
