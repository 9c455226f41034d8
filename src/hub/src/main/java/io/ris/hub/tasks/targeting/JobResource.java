package io.ris.hub.tasks.targeting;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.PageParameters;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
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

/** Jobs over REST: the same task on many agents. */
@HubService
@Path("/platform/v1/jobs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class JobResource {

    private static final Set<String> SORTABLE =
            Set.of("created_at", "completed_at", "started_at", "priority", "status", "type");
    private static final PageRequest.Sort NEWEST_FIRST = new PageRequest.Sort("created_at", true);

    private final JobService jobs;

    @Inject
    public JobResource(JobService jobs) {
        this.jobs = jobs;
    }

    @GET
    @RequiresPermission(Permissions.TASK_READ)
    @Operation(summary = "List jobs, the newest first")
    @APIResponse(responseCode = "200", description = "A page of jobs")
    public Envelope<List<JobView>> list(
            @Parameter(description = "pending, running, completed, partial, failed or cancelled")
                    @QueryParam("status")
                    @Nullable
                    String status,
            @BeanParam PageParameters paging) {
        return Envelope.of(jobs.page(status == null ? null : status(status), paging.request(SORTABLE, NEWEST_FIRST))
                .map(jobs::view));
    }

    private static JobStatus status(String text) {
        return JobStatus.find(text).orElseThrow(() -> HubException.Invalid.rule("status", "is not a known status"));
    }

    @GET
    @Path("/{id}")
    @RequiresPermission(Permissions.TASK_READ)
    @Operation(summary = "Read a job and how far it is", description = "Its tasks: `GET /platform/v1/tasks?job_id=`.")
    @APIResponse(responseCode = "200", description = "The job as it stands")
    @APIResponse(responseCode = "404", description = "There is no such job")
    public Envelope<JobView> read(@Parameter(description = "job_id") @PathParam("id") String id) {
        return Envelope.of(jobs.view(jobs.require(id)));
    }

    @POST
    @Path("/{id}/cancel")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.TASK_EXECUTE)
    @Audited(value = "job.cancel", kind = AuditKind.TASK_EXECUTION)
    @Operation(
            summary = "Cancel a job: no further client gets its task, and the tasks that have not ended are cancelled")
    @APIResponse(
            responseCode = "202",
            description = "The job as it stands",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "404", description = "There is no such job")
    @APIResponse(responseCode = "409", description = "The job has ended")
    public Response cancel(@Parameter(description = "job_id") @PathParam("id") String id) {
        return Response.accepted(Envelope.of(jobs.view(jobs.cancel(id)))).build();
    }
}
