package io.ris.hub.alerts;

import io.ris.hub.alerts.silences.Silence;
import io.ris.hub.alerts.silences.SilenceDraft;
import io.ris.hub.alerts.silences.SilenceService;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.PageParameters;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Silences over REST. */
@HubService
@Path("/platform/v1/alerts/silences")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Alerts")
public class SilenceResource {

    private static final Set<String> SORTABLE = Set.of("ends_at", "starts_at", "created_at");
    private static final PageRequest.Sort LATEST_END_FIRST = new PageRequest.Sort("ends_at", true);

    private final SilenceService silences;

    @Inject
    public SilenceResource(SilenceService silences) {
        this.silences = silences;
    }

    @GET
    @RequiresPermission(Permissions.ALERT_READ)
    @Operation(summary = "List silences, those that end last first")
    @APIResponse(responseCode = "200", description = "A page of silences, those that are over among them")
    public Envelope<List<SilenceView>> listSilences(@BeanParam PageParameters paging) {
        return Envelope.of(
                silences.page(paging.request(SORTABLE, LATEST_END_FIRST)).map(SilenceView::of));
    }

    @POST
    @RequiresPermission(Permissions.ALERT_HANDLE)
    @Audited("alert_silence.create")
    @Operation(
            summary = "Have some alerts not told for a while",
            description =
                    "An alert is meant that meets all that is given. It is raised and shown as ever, and told when the"
                            + " silence is over and it still fires.")
    @APIResponse(
            responseCode = "201",
            description = "The silence",
            content = @Content(schema = @Schema(implementation = SilenceView.class)))
    @APIResponse(responseCode = "422", description = "A field breaks a rule")
    public Response createSilence(
            @NotNull @Valid SilenceRequest request, @Context SecurityContext security, @Context UriInfo uri) {
        Silence made = silences.create(request.draft(), Caller.of(security).username());
        return Response.created(uri.getAbsolutePathBuilder().path(made.id()).build())
                .entity(Envelope.of(SilenceView.of(made)))
                .build();
    }

    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.ALERT_HANDLE)
    @Audited("alert_silence.end")
    @Operation(summary = "End a silence now")
    @APIResponse(responseCode = "200", description = "The silence as it is now")
    @APIResponse(responseCode = "404", description = "There is no such silence")
    public Envelope<SilenceView> endSilence(@Parameter(description = "The silence's id") @PathParam("id") String id) {
        return Envelope.of(SilenceView.of(silences.end(id)));
    }

    /**
     * What is not to be told, and until when. One of rule_id, client_id and selector must be given.
     *
     * @param ruleId alerts of this rule
     * @param clientId unique_client_id of the client that they are about
     * @param selector a condition on that client's labels, such as {@code env=test}
     * @param startsAt now where not given
     * @param endsAt within a year
     * @param reason for those who wonder
     */
    public record SilenceRequest(
            @Size(min = 1, max = 64) @Nullable String ruleId,
            @Size(min = 1, max = 64) @Nullable String clientId,
            @Size(min = 1, max = 2000) @Nullable String selector,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            @Size(max = 1024) @Nullable String reason) {

        SilenceDraft draft() {
            return new SilenceDraft(ruleId, clientId, selector, startsAt, endsAt, reason);
        }
    }
}
