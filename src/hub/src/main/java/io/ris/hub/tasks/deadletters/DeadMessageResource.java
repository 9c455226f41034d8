package io.ris.hub.tasks.deadletters;

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
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Messages between the hub's parts that no node could read, over REST. */
@HubService
@Path("/platform/v1/dead-messages")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters")
public class DeadMessageResource {

    private static final PageRequest.Sort NEWEST_FIRST = new PageRequest.Sort("received_at", true);

    private final DeadMessages messages;

    @Inject
    public DeadMessageResource(DeadMessages messages) {
        this.messages = messages;
    }

    @GET
    @RequiresPermission(Permissions.MESSAGE_ADMINISTER)
    @Operation(summary = "List messages that no node could read, the newest first")
    @APIResponse(responseCode = "200", description = "A page of messages")
    public Envelope<List<DeadMessage>> listDeadMessages(@BeanParam PageParameters paging) {
        return Envelope.of(messages.page(paging.request(Set.of("received_at"), NEWEST_FIRST)));
    }

    @GET
    @Path("/{id}")
    @RequiresPermission(Permissions.MESSAGE_ADMINISTER)
    @Operation(summary = "Read a message that no node could read")
    @APIResponse(responseCode = "200", description = "What it says, and why it cannot be read")
    @APIResponse(responseCode = "404", description = "There is no such message")
    public Envelope<DeadMessage> readDeadMessage(@Parameter(description = "Its id") @PathParam("id") String id) {
        return Envelope.of(messages.require(id));
    }

    @POST
    @Path("/{id}/requeue")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.MESSAGE_ADMINISTER)
    @Audited(value = "dead_message.requeue", kind = AuditKind.ADMINISTRATION)
    @Operation(summary = "Send a message once more; where it still cannot be read it comes back under a new id")
    @APIResponse(responseCode = "200", description = "It was sent")
    @APIResponse(responseCode = "404", description = "There is no such message")
    public Envelope<SentView> requeueDeadMessage(@Parameter(description = "Its id") @PathParam("id") String id) {
        messages.requeue(id);
        return Envelope.of(new SentView(1));
    }

    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.MESSAGE_ADMINISTER)
    @Audited(value = "dead_message.purge", kind = AuditKind.ADMINISTRATION)
    @Operation(summary = "Purge a message")
    @APIResponse(responseCode = "200", description = "It is gone")
    @APIResponse(responseCode = "404", description = "There is no such message")
    public Envelope<DeadLetterResource.PurgedView> purgeDeadMessage(
            @Parameter(description = "Its id") @PathParam("id") String id) {
        messages.purge(id);
        return Envelope.of(new DeadLetterResource.PurgedView(1));
    }

    @DELETE
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.MESSAGE_ADMINISTER)
    @Audited(value = "dead_message.purge_all", kind = AuditKind.ADMINISTRATION)
    @Operation(summary = "Purge all messages that no node could read")
    @APIResponse(responseCode = "200", description = "How many those were")
    public Envelope<DeadLetterResource.PurgedView> purgeDeadMessages() {
        return Envelope.of(new DeadLetterResource.PurgedView((int) messages.purgeAll()));
    }

    /** How many messages were sent. */
    public record SentView(int sent) {}
}
