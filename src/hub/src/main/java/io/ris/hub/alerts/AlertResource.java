package io.ris.hub.alerts;

import io.ris.hub.alerts.life.AlertFilter;
import io.ris.hub.alerts.life.AlertService;
import io.ris.hub.alerts.life.AlertState;
import io.ris.hub.alerts.life.AlertView;
import io.ris.hub.alerts.rules.Severity;
import io.ris.hub.platform.HubException;
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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Alerts over REST. */
@HubService
@Path("/platform/v1/alerts")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Alerts")
public class AlertResource {

    private static final Set<String> SORTABLE = Set.of("pending_since");
    private static final PageRequest.Sort NEWEST_FIRST = new PageRequest.Sort("pending_since", true);

    private final AlertService alerts;

    @Inject
    public AlertResource(AlertService alerts) {
        this.alerts = alerts;
    }

    @GET
    @RequiresPermission(Permissions.ALERT_READ)
    @Operation(summary = "List alerts: those that are open, then those that are over, each the newest first")
    @APIResponse(responseCode = "200", description = "A page of alerts")
    public Envelope<List<AlertView>> listAlerts(
            @Parameter(description = "pending, firing, acknowledged or resolved") @QueryParam("state") @Nullable
                    String state,
            @Parameter(description = "info, warning or critical") @QueryParam("severity") @Nullable String severity,
            @Parameter(description = "Id of the rule") @QueryParam("rule_id") @Nullable String ruleId,
            @Parameter(description = "unique_client_id of the client that they are about")
                    @QueryParam("client_id")
                    @Nullable
                    String clientId,
            @BeanParam PageParameters paging) {
        AlertFilter filter = new AlertFilter(
                given(state).map(AlertResource::state).orElse(null),
                given(severity).map(AlertResource::severity).orElse(null),
                given(ruleId).orElse(null),
                given(clientId).orElse(null));
        return Envelope.of(
                alerts.page(filter, paging.request(SORTABLE, NEWEST_FIRST)).map(AlertView::of));
    }

    private static Optional<String> given(@Nullable String parameter) {
        return Optional.ofNullable(parameter).filter(text -> !text.isEmpty());
    }

    private static AlertState state(String text) {
        return AlertState.find(text)
                .orElseThrow(
                        () -> HubException.Invalid.rule("state", "must be pending, firing, acknowledged or resolved"));
    }

    private static Severity severity(String text) {
        return Severity.find(text)
                .orElseThrow(() -> HubException.Invalid.rule("severity", "must be info, warning or critical"));
    }

    @GET
    @Path("/{id}")
    @RequiresPermission(Permissions.ALERT_READ)
    @Operation(summary = "Read an alert")
    @APIResponse(responseCode = "200", description = "The alert as it stands")
    @APIResponse(responseCode = "404", description = "There is no such alert")
    public Envelope<AlertView> readAlert(@Parameter(description = "The alert's id") @PathParam("id") String id) {
        return Envelope.of(AlertView.of(alerts.require(id)));
    }

    @POST
    @Path("/{id}/acknowledge")
    @RequiresPermission(Permissions.ALERT_HANDLE)
    @Audited("alert.acknowledge")
    @Operation(summary = "Take a firing alert on; it is not told again")
    @APIResponse(responseCode = "200", description = "The alert as it stands")
    @APIResponse(responseCode = "404", description = "There is no such alert")
    @APIResponse(responseCode = "409", description = "It does not fire, or somebody has taken it on")
    public Envelope<AlertView> acknowledge(
            @Parameter(description = "The alert's id") @PathParam("id") String id,
            @NotNull @Valid HandlingRequest request,
            @Context SecurityContext security) {
        return Envelope.of(
                AlertView.of(alerts.acknowledge(id, Caller.of(security).username(), request.note())));
    }

    @POST
    @Path("/{id}/resolve")
    @RequiresPermission(Permissions.ALERT_HANDLE)
    @Audited("alert.resolve")
    @Operation(summary = "End an alert; there is another one when its condition has not held in between")
    @APIResponse(responseCode = "200", description = "The alert as it stands")
    @APIResponse(responseCode = "404", description = "There is no such alert")
    @APIResponse(responseCode = "409", description = "It does not fire")
    public Envelope<AlertView> resolve(
            @Parameter(description = "The alert's id") @PathParam("id") String id,
            @NotNull @Valid HandlingRequest request,
            @Context SecurityContext security) {
        return Envelope.of(AlertView.of(alerts.resolve(id, Caller.of(security).username(), request.note())));
    }

    /**
     * What somebody does about an alert.
     *
     * @param note for those who wonder
     */
    public record HandlingRequest(
            @Size(max = 1024) @Nullable String note) {}
}
