package io.ris.hub.alerts;

import io.ris.hub.alerts.rules.ConditionForm;
import io.ris.hub.alerts.rules.Rule;
import io.ris.hub.alerts.rules.RuleDraft;
import io.ris.hub.alerts.rules.RuleService;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.EntityTags;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The rules that raise alerts, over REST. */
@HubService
@Path("/platform/v1/alerts/rules")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Alerts")
public class AlertRuleResource {

    private final RuleService rules;

    @Inject
    public AlertRuleResource(RuleService rules) {
        this.rules = rules;
    }

    @GET
    @RequiresPermission(Permissions.ALERT_READ)
    @Operation(summary = "List the rules that raise alerts")
    @APIResponse(responseCode = "200", description = "All rules, those that come with the hub first")
    public Envelope<List<RuleView>> listRules() {
        return Envelope.of(rules.all().stream().map(RuleView::of).toList());
    }

    @GET
    @Path("/{id}")
    @RequiresPermission(Permissions.ALERT_READ)
    @Operation(summary = "Read a rule")
    @APIResponse(
            responseCode = "200",
            description = "The rule",
            content = @Content(schema = @Schema(implementation = RuleView.class)))
    @APIResponse(responseCode = "404", description = "There is no such rule")
    public Response readRule(@Parameter(description = "The rule's id") @PathParam("id") String id) {
        return answer(rules.require(id));
    }

    @POST
    @RequiresPermission(Permissions.ALERT_WRITE)
    @Audited("alert_rule.create")
    @Operation(summary = "Make a rule")
    @APIResponse(
            responseCode = "201",
            description = "The rule",
            content = @Content(schema = @Schema(implementation = RuleView.class)))
    @APIResponse(responseCode = "409", description = "The name is taken")
    @APIResponse(responseCode = "422", description = "A field breaks a rule")
    public Response createRule(@NotNull @Valid RuleRequest request, @Context UriInfo uri) {
        Rule made = rules.create(request.draft());
        return Response.created(uri.getAbsolutePathBuilder().path(made.id()).build())
                .tag(EntityTags.of(made.revision()))
                .entity(Envelope.of(RuleView.of(made)))
                .build();
    }

    @PUT
    @Path("/{id}")
    @RequiresPermission(Permissions.ALERT_WRITE)
    @Audited("alert_rule.update")
    @Operation(summary = "Change a rule, or switch it off; what is not given stays as it is")
    @APIResponse(
            responseCode = "200",
            description = "The rule as it is now",
            content = @Content(schema = @Schema(implementation = RuleView.class)))
    @APIResponse(responseCode = "404", description = "There is no such rule")
    @APIResponse(responseCode = "409", description = "The name is taken")
    @APIResponse(responseCode = "412", description = "It was changed since")
    @APIResponse(responseCode = "422", description = "A field breaks a rule")
    public Response updateRule(
            @Parameter(description = "The rule's id") @PathParam("id") String id,
            @NotNull @Valid RuleRequest request,
            @Parameter(description = "The ETag that it must still have") @HeaderParam(HttpHeaders.IF_MATCH) @Nullable
                    String ifMatch) {
        return answer(rules.change(id, request.draft(), ifMatch));
    }

    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.ALERT_WRITE)
    @Audited("alert_rule.delete")
    @Operation(summary = "Delete a rule, and end its alerts; of one that comes with the hub, what was changed of it")
    @APIResponse(
            responseCode = "200",
            description = "The rule as it was",
            content = @Content(schema = @Schema(implementation = RuleView.class)))
    @APIResponse(responseCode = "404", description = "There is no such rule")
    @APIResponse(responseCode = "412", description = "It was changed since")
    public Response deleteRule(
            @Parameter(description = "The rule's id") @PathParam("id") String id,
            @Parameter(description = "The ETag that it must still have") @HeaderParam(HttpHeaders.IF_MATCH) @Nullable
                    String ifMatch) {
        return answer(rules.delete(id, ifMatch));
    }

    private static Response answer(Rule rule) {
        return Response.ok(Envelope.of(RuleView.of(rule)))
                .tag(EntityTags.of(rule.revision()))
                .build();
    }

    /**
     * What a rule is to be.
     *
     * @param name unique in the tenant
     * @param enabled whether it raises alerts; true where not given
     * @param fireAfter seconds that the condition holds before an alert fires, 0 to 604800; 0 where not given
     * @param resolveAfter seconds that it does not hold before the alert is over, 0 to 604800; 0 where not given
     * @param repeatEvery seconds after which a firing alert that nobody took on is told again, 60 to 604800; 0, or not given, for once
     * @param severity info, warning or critical
     * @param labels for whoever is told to sort by
     * @param annotations for whoever is told to read, such as runbook_url
     */
    public record RuleRequest(
            @Size(min = 1, max = 128) @Nullable String name,
            @Nullable Boolean enabled,
            @Valid @Nullable ConditionForm condition,
            @Nullable Duration fireAfter,
            @Nullable Duration resolveAfter,
            @Nullable Duration repeatEvery,
            @Size(max = 16) @Nullable String severity,
            @Nullable Map<String, String> labels,
            @Nullable Map<String, String> annotations) {

        RuleDraft draft() {
            return new RuleDraft(
                    name, enabled, condition, fireAfter, resolveAfter, repeatEvery, severity, labels, annotations);
        }
    }
}
