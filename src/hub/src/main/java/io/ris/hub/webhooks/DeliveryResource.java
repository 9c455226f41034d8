package io.ris.hub.webhooks;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.PageParameters;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import io.ris.hub.webhooks.deliveries.DeliveryService;
import io.ris.hub.webhooks.deliveries.DeliveryState;
import io.ris.hub.webhooks.subscriptions.WebhookService;
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

/** What was, and is to be, posted to a webhook, over REST. */
@HubService
@Path("/platform/v1/webhooks/{id}/deliveries")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
public class DeliveryResource {

    private static final Set<String> SORTABLE = Set.of("created_at");
    private static final PageRequest.Sort NEWEST_FIRST = new PageRequest.Sort("created_at", true);

    private final WebhookService webhooks;
    private final DeliveryService deliveries;

    @Inject
    public DeliveryResource(WebhookService webhooks, DeliveryService deliveries) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
    }

    @GET
    @RequiresPermission(Permissions.WEBHOOK_READ)
    @Operation(summary = "List a webhook's deliveries: those that wait, then the others, each the newest first")
    @APIResponse(responseCode = "200", description = "A page of deliveries, without their messages")
    @APIResponse(responseCode = "404", description = "There is no such webhook")
    public Envelope<List<DeliveryView>> listDeliveries(
            @Parameter(description = "The webhook's id") @PathParam("id") String id,
            @Parameter(description = "pending, delivered or dead") @QueryParam("state") @Nullable String state,
            @BeanParam PageParameters paging) {
        DeliveryState asked = state == null ? null : state(state);
        return Envelope.of(deliveries
                .page(webhooks.require(id), asked, paging.request(SORTABLE, NEWEST_FIRST))
                .map(DeliveryView::of));
    }

    private static DeliveryState state(String text) {
        return DeliveryState.find(text)
                .orElseThrow(() -> HubException.Invalid.rule("state", "must be pending, delivered or dead"));
    }

    @GET
    @Path("/{delivery}")
    @RequiresPermission(Permissions.WEBHOOK_READ)
    @Operation(summary = "Read a delivery: its message, and what became of each attempt")
    @APIResponse(responseCode = "200", description = "The delivery as it stands")
    @APIResponse(responseCode = "404", description = "There is no such webhook or delivery")
    public Envelope<DeliveryView> readDelivery(
            @Parameter(description = "The webhook's id") @PathParam("id") String id,
            @Parameter(description = "The delivery's id, which its receiver saw as webhook-id") @PathParam("delivery")
                    String delivery) {
        return Envelope.of(DeliveryView.of(deliveries.require(webhooks.require(id), delivery)));
    }

    @POST
    @Path("/{delivery}/replay")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.WEBHOOK_WRITE)
    @Audited("webhook.replay")
    @Operation(summary = "Send a delivery once more, or now if it waits for its next attempt")
    @APIResponse(
            responseCode = "202",
            description = "The delivery, which waits to be sent",
            content = @Content(schema = @Schema(implementation = DeliveryView.class)))
    @APIResponse(responseCode = "404", description = "There is no such webhook or delivery")
    @APIResponse(responseCode = "409", description = "The webhook is disabled")
    @APIResponse(responseCode = "429", description = "Too many deliveries wait")
    public Response replay(
            @Parameter(description = "The webhook's id") @PathParam("id") String id,
            @Parameter(description = "The delivery's id, which its receiver saw as webhook-id") @PathParam("delivery")
                    String delivery) {
        return Response.accepted(Envelope.of(DeliveryView.of(deliveries.replay(webhooks.require(id), delivery))))
                .build();
    }

    @POST
    @Path("/replay-dead")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.WEBHOOK_WRITE)
    @Audited("webhook.replay_dead")
    @Operation(summary = "Send a webhook's dead deliveries once more, the oldest first, as many as may wait")
    @APIResponse(
            responseCode = "202",
            description = "How many those are, and how many are left",
            content = @Content(schema = @Schema(implementation = DeliveryService.Replayed.class)))
    @APIResponse(responseCode = "404", description = "There is no such webhook")
    @APIResponse(responseCode = "409", description = "The webhook is disabled")
    public Response replayDead(@Parameter(description = "The webhook's id") @PathParam("id") String id) {
        return Response.accepted(Envelope.of(deliveries.replayDead(webhooks.require(id))))
                .build();
    }
}
