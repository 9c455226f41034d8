package io.ris.hub.tasks.targeting;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import io.ris.hub.tasks.Task;
import io.ris.hub.tasks.TaskOrder;
import io.ris.hub.tasks.TaskService;
import io.ris.hub.tasks.TaskSubmission;
import io.ris.hub.tasks.TaskView;
import io.ris.hub.tasks.TaskViews;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Submitting tasks over REST (seed 000, "Execute Task on Client"). */
@HubService
@Path("/platform/v1/task/execute")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tasks")
public class ExecuteResource {

    private final TaskSubmission submission;
    private final TaskService tasks;
    private final TaskViews views;
    private final AgentChoice choice;
    private final JobService jobs;

    @Inject
    public ExecuteResource(
            TaskSubmission submission, TaskService tasks, TaskViews views, AgentChoice choice, JobService jobs) {
        this.submission = submission;
        this.tasks = tasks;
        this.views = views;
        this.choice = choice;
        this.jobs = jobs;
    }

    @POST
    @RequiresPermission(Permissions.TASK_EXECUTE)
    @Audited(Audited.BY_SERVICE)
    @Operation(
            summary = "Execute a task on a client, on one of those with certain labels, or on all of them",
            description = "A target with the strategy all makes a job, which is answered at once with 202.")
    @APIResponse(
            responseCode = "200",
            description = "The task has ended; its result is there",
            content = @Content(schema = @Schema(implementation = TaskView.class)))
    @APIResponse(
            responseCode = "202",
            description = "The task, or the job, is stored and goes on",
            content = @Content(schema = @Schema(oneOf = {TaskView.class, JobView.class})))
    @APIResponse(responseCode = "404", description = "There is no such client")
    @APIResponse(responseCode = "409", description = "The Idempotency-Key was used for another request")
    @APIResponse(responseCode = "422", description = "A field breaks a rule, or the client cannot do this")
    @APIResponse(responseCode = "429", description = "Too many tasks wait, or the tenant has as many as it may have")
    @APIResponse(responseCode = "507", description = "The tenant keeps as much as it may")
    public CompletionStage<Response> execute(
            @NotNull @Valid ExecuteRequest request,
            @Parameter(description = "The same key with the same body answers the first task again, for 24 hours")
                    @HeaderParam("Idempotency-Key")
                    @Size(max = 256)
                    @Nullable
                    String idempotencyKey,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        request.check();
        TaskOrder order = request.order(caller, idempotencyKey);
        Target target = request.target();
        if (target != null && target.isForAll()) {
            JobView job = jobs.view(jobs.submit(target, order));
            return CompletableFuture.completedFuture(
                    Response.accepted(Envelope.of(job)).build());
        }
        jobs.requireNoJob(order);
        Task task = submit(request, order);
        if (Boolean.TRUE.equals(request.async())) {
            return CompletableFuture.completedFuture(answer(task));
        }
        return tasks.await(task).thenApply(ended -> TenantScope.call(caller.tenant(), () -> answer(ended)));
    }

    private Task submit(ExecuteRequest request, TaskOrder order) {
        String client = request.clientId();
        Target target = request.target();
        return client != null || target == null
                ? submission.submit(String.valueOf(client), order)
                : submission.submit(
                        () -> choice.leastLoaded(target, order.spec().type()), order);
    }

    private Response answer(Task task) {
        return Response.status(task.state().isTerminal() ? Response.Status.OK : Response.Status.ACCEPTED)
                .entity(Envelope.of(views.whole(task)))
                .build();
    }
}
