package io.ris.hub.tasks;

import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.EntityTags;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.PageParameters;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import io.ris.protocol.Priority;
import io.ris.protocol.TaskId;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Tasks over REST (seed 000, "Task Management"). */
@HubService
@Path("/platform/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tasks")
public class TaskResource {

    private static final Set<String> SORTABLE =
            Set.of("created_at", "completed_at", "started_at", "priority", "status", "type");
    private static final PageRequest.Sort NEWEST_FIRST = new PageRequest.Sort("created_at", true);

    private final TaskService tasks;
    private final TaskViews views;
    private final AgentService agents;

    @Inject
    public TaskResource(TaskService tasks, TaskViews views, AgentService agents) {
        this.tasks = tasks;
        this.views = views;
        this.agents = agents;
    }

    @GET
    @Path("/task/{id}")
    @RequiresPermission(Permissions.TASK_READ)
    @Operation(summary = "Read a task")
    @APIResponse(
            responseCode = "200",
            description = "The task as it stands",
            content = @Content(schema = @Schema(implementation = TaskView.class)))
    @APIResponse(responseCode = "404", description = "There is no such task")
    public Response read(@Parameter(description = "task_id") @PathParam("id") String id) {
        Task task = tasks.require(id(id));
        return Response.ok(Envelope.of(views.whole(task)))
                .tag(EntityTags.of(task.revision()))
                .build();
    }

    @GET
    @Path("/task/{id}/events")
    @RequiresPermission(Permissions.TASK_READ)
    @Operation(
            summary = "Every step of a task, the first one first",
            description =
                    "Of a task with very many steps the first hundred are kept and the newest hundred, the last one always. "
                            + "Between them an entry with left_out says how many are not; late messages beyond fifty count among these.")
    @APIResponse(responseCode = "200", description = "The steps")
    @APIResponse(responseCode = "404", description = "There is no such task")
    public Envelope<List<TaskEventView>> events(@Parameter(description = "task_id") @PathParam("id") String id) {
        return Envelope.of(tasks.events(id(id)));
    }

    @POST
    @Path("/task/{id}/cancel")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.TASK_EXECUTE)
    @Audited(value = "task.cancel", kind = AuditKind.TASK_EXECUTION)
    @Operation(summary = "Cancel a task: at once while it waits, through its client while it runs")
    @APIResponse(
            responseCode = "202",
            description = "The task as it stands",
            content = @Content(schema = @Schema(implementation = TaskView.class)))
    @APIResponse(responseCode = "404", description = "There is no such task")
    @APIResponse(responseCode = "409", description = "The task has ended")
    public Response cancel(@Parameter(description = "task_id") @PathParam("id") String id) {
        return Response.accepted(Envelope.of(views.whole(tasks.cancel(id(id))))).build();
    }

    @GET
    @Path("/tasks")
    @RequiresPermission(Permissions.TASK_READ)
    @Operation(summary = "List tasks, the newest first")
    @APIResponse(responseCode = "200", description = "A page of tasks, without what they wrote")
    public Envelope<List<TaskView>> list(
            @Parameter(description = "A status, such as running") @QueryParam("status") @Nullable String status,
            @Parameter(description = "id, unique_client_id or name of the client") @QueryParam("client_id") @Nullable
                    String client,
            @Parameter(description = "A type, such as command") @QueryParam("type") @Nullable String type,
            @Parameter(description = "1 to 5, or lowest, low, normal, high, critical") @QueryParam("priority") @Nullable
                    String priority,
            @Parameter(description = "The job that the tasks are parts of") @QueryParam("job_id") @Nullable String job,
            @BeanParam PageParameters paging) {
        TaskFilter filter = new TaskFilter(
                status == null ? null : state(status),
                client == null ? null : agents.find(client).map(Agent::id).orElse(client),
                type,
                priority == null ? null : priority(priority).level(),
                job);
        return Envelope.of(
                tasks.page(filter, paging.request(SORTABLE, NEWEST_FIRST)).map(views::brief));
    }

    private static TaskId id(String text) {
        try {
            return new TaskId(text);
        } catch (IllegalArgumentException e) {
            throw new HubException.Conflict(ProblemType.TASK_NOT_FOUND, "there is no such task");
        }
    }

    private static TaskState state(String text) {
        return TaskState.find(text).orElseThrow(() -> HubException.Invalid.rule("status", "is not a known status"));
    }

    private static Priority priority(String text) {
        try {
            return Priority.parse(text);
        } catch (IllegalArgumentException e) {
            throw HubException.Invalid.rule("priority", "must be 1 to 5 or lowest, low, normal, high, critical");
        }
    }
}
