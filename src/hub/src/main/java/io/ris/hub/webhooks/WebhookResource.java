package io.ris.hub.webhooks;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.EntityTags;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.PageParameters;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import io.ris.hub.webhooks.subscriptions.SigningSecret;
import io.ris.hub.webhooks.subscriptions.Webhook;
import io.ris.hub.webhooks.subscriptions.WebhookDraft;
import io.ris.hub.webhooks.subscriptions.WebhookService;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Webhooks over REST. */
@HubService
@Path("/platform/v1/webhooks")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
public class WebhookResource {

    private static final Set<String> SORTABLE = Set.of("created_at", "updated_at");
    private static final PageRequest.Sort NEWEST_FIRST = new PageRequest.Sort("created_at", true);

    private final WebhookService webhooks;
    private final WebhookAnnouncements announcements;

    @Inject
    public WebhookResource(WebhookService webhooks, WebhookAnnouncements announcements) {
        this.webhooks = webhooks;
        this.announcements = announcements;
    }

    @GET
    @RequiresPermission(Permissions.WEBHOOK_READ)
    @Operation(summary = "List webhooks, the newest first")
    @APIResponse(responseCode = "200", description = "A page of webhooks, without their secrets")
    public Envelope<List<WebhookView>> list(@BeanParam PageParameters paging) {
        return Envelope.of(webhooks.page(paging.request(SORTABLE, NEWEST_FIRST)).map(this::view));
    }

    @GET
    @Path("/{id}")
    @RequiresPermission(Permissions.WEBHOOK_READ)
    @Operation(summary = "Read a webhook")
    @APIResponse(
            responseCode = "200",
            description = "The webhook, without its secret",
            content = @Content(schema = @Schema(implementation = WebhookView.class)))
    @APIResponse(responseCode = "404", description = "There is no such webhook")
    public Response read(@Parameter(description = "The webhook's id") @PathParam("id") String id) {
        return answer(Response.Status.OK, webhooks.require(id));
    }

    @POST
    @RequiresPermission(Permissions.WEBHOOK_WRITE)
    @Audited("webhook.create")
    @Operation(summary = "Have the hub post what happens to an address")
    @APIResponse(
            responseCode = "201",
            description = "The webhook, with the secret that signs its messages, told once",
            content = @Content(schema = @Schema(implementation = WebhookView.class)))
    @APIResponse(responseCode = "409", description = "There are as many webhooks as there may be")
    @APIResponse(responseCode = "422", description = "A field breaks a rule, or the hub may not call there")
    public Response create(@NotNull @Valid WebhookRequest request, @Context UriInfo uri) {
        WebhookService.Made made = webhooks.create(request.draft());
        return Response.created(
                        uri.getAbsolutePathBuilder().path(made.webhook().id()).build())
                .tag(EntityTags.of(made.webhook().revision()))
                .entity(Envelope.of(view(made.webhook(), made.secret())))
                .build();
    }

    @PUT
    @Path("/{id}")
    @RequiresPermission(Permissions.WEBHOOK_WRITE)
    @Audited("webhook.update")
    @Operation(summary = "Change a webhook; what is not given stays as it is")
    @APIResponse(
            responseCode = "200",
            description = "The webhook as it is now",
            content = @Content(schema = @Schema(implementation = WebhookView.class)))
    @APIResponse(responseCode = "404", description = "There is no such webhook")
    @APIResponse(responseCode = "409", description = "It is what the settings say, and more than enabled is given")
    @APIResponse(responseCode = "412", description = "It was changed since")
    @APIResponse(responseCode = "422", description = "A field breaks a rule, or the hub may not call there")
    public Response update(
            @Parameter(description = "The webhook's id") @PathParam("id") String id,
            @NotNull @Valid WebhookRequest request,
            @Parameter(description = "The ETag that it must still have") @HeaderParam(HttpHeaders.IF_MATCH) @Nullable
                    String ifMatch) {
        return answer(Response.Status.OK, webhooks.change(id, request.draft(), ifMatch));
    }

    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.WEBHOOK_WRITE)
    @Audited("webhook.delete")
    @Operation(summary = "Delete a webhook with all its deliveries, also those that wait")
    @APIResponse(
            responseCode = "200",
            description = "The webhook as it was",
            content = @Content(schema = @Schema(implementation = WebhookView.class)))
    @APIResponse(responseCode = "404", description = "There is no such webhook")
    @APIResponse(responseCode = "409", description = "It is what the settings say")
    @APIResponse(responseCode = "412", description = "It was changed since")
    public Response delete(
            @Parameter(description = "The webhook's id") @PathParam("id") String id,
            @Parameter(description = "The ETag that it must still have") @HeaderParam(HttpHeaders.IF_MATCH) @Nullable
                    String ifMatch) {
        return answer(Response.Status.OK, webhooks.delete(id, ifMatch));
    }

    @POST
    @Path("/{id}/rotate-secret")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.WEBHOOK_WRITE)
    @Audited("webhook.rotate_secret")
    @Operation(summary = "Give a webhook a new secret; for a day messages are signed with those before, too")
    @APIResponse(responseCode = "200", description = "The webhook, with its new secret, told once")
    @APIResponse(responseCode = "404", description = "There is no such webhook")
    @APIResponse(responseCode = "409", description = "The settings say its secret, or three old ones still sign")
    @APIResponse(responseCode = "412", description = "It was changed at the same moment")
    public Envelope<WebhookView> rotateSecret(@Parameter(description = "The webhook's id") @PathParam("id") String id) {
        WebhookService.Made made = webhooks.rotate(id);
        return Envelope.of(view(made.webhook(), made.secret()));
    }

    @POST
    @Path("/{id}/test")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.WEBHOOK_WRITE)
    @Audited("webhook.test")
    @Operation(summary = "Post a message of the type webhook.test")
    @APIResponse(
            responseCode = "202",
            description = "The delivery as it stands; read it again to see what came of it",
            content = @Content(schema = @Schema(implementation = DeliveryView.class)))
    @APIResponse(responseCode = "404", description = "There is no such webhook")
    @APIResponse(responseCode = "409", description = "It is disabled")
    public Response test(@Parameter(description = "The webhook's id") @PathParam("id") String id) {
        Webhook webhook = webhooks.require(id);
        if (!webhook.enabled()) {
            throw new HubException.Conflict(ProblemType.CONFLICT, "the webhook is disabled; enable it first");
        }
        return Response.accepted(Envelope.of(DeliveryView.of(announcements.test(webhook))))
                .build();
    }

    private Response answer(Response.Status status, Webhook webhook) {
        return Response.status(status)
                .tag(EntityTags.of(webhook.revision()))
                .entity(Envelope.of(view(webhook)))
                .build();
    }

    private WebhookView view(Webhook webhook) {
        return view(webhook, null);
    }

    private WebhookView view(Webhook webhook, @Nullable SigningSecret secret) {
        return WebhookView.of(webhook, webhooks.shownUrl(webhook), secret);
    }

    /**
     * What a webhook is to be.
     *
     * @param url where messages are posted: https or http
     * @param events alert.firing, alert.acknowledged, alert.resolved, or * for all
     * @param description for people
     * @param enabled whether it is told anything; true where not given
     */
    public record WebhookRequest(
            @Size(min = 1, max = 2048) @Nullable String url,
            @Size(max = 32) @Nullable List<@NotNull @Size(max = 64) String> events,
            @Size(max = 512) @Nullable String description,
            @Nullable Boolean enabled) {

        WebhookDraft draft() {
            return new WebhookDraft(url, events, description, enabled);
        }

        @Override
        public String toString() {
            return "WebhookRequest[***]";
        }
    }
}
