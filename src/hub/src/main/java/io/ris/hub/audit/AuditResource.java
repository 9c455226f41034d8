package io.ris.hub.audit;

import io.ris.hub.audit.chain.RecordFilter;
import io.ris.hub.audit.chain.Trail;
import io.ris.hub.audit.chain.TrailReader;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import io.ris.hub.platform.audit.AuditTrail;
import io.ris.hub.platform.persistence.PageRequest;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.PageParameters;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The audit trail over REST. */
@HubService
@Path("/platform/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
public class AuditResource {

    /** As far as pages are counted; behind it a list goes on by its cursor. */
    private static final long MOST_BY_PAGE = 10_000;

    private static final PageRequest.Sort NEWEST_FIRST = new PageRequest.Sort("timestamp", true);
    private static final String WHICH = "tenant for that of the request, or platform for what concerns no tenant";

    private final AuditService service;
    private final AuditTrail audit;
    private final String defaultFormat;

    @Inject
    public AuditResource(
            AuditService service,
            AuditTrail audit,
            @ConfigProperty(name = "security.audit.format") String defaultFormat) {
        this.service = service;
        this.audit = audit;
        this.defaultFormat = defaultFormat;
    }

    @GET
    @RequiresPermission(Permissions.AUDIT_READ)
    @Operation(summary = "List the audit trail, the newest records first")
    @APIResponse(
            responseCode = "200",
            description = "A page of records; where there are more, the header Link names the next part (rel=next)",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = RecordView.class)))
    public Response list(
            @BeanParam Filters parameters,
            @Parameter(description = "Where the list goes on, from the header Link; with it, page counts for nothing")
                    @QueryParam("cursor")
                    @Nullable
                    String cursor,
            @Parameter(description = WHICH) @QueryParam("trail") @DefaultValue("tenant") String trail,
            @BeanParam PageParameters paging,
            @Context UriInfo uri,
            @Context SecurityContext security) {
        PageRequest page = paging.request(Set.of(), NEWEST_FIRST);
        if (cursor == null && page.skip() + page.perPage() > MOST_BY_PAGE) {
            throw HubException.Invalid.rule("page", "reaches beyond " + MOST_BY_PAGE + " records; use cursor");
        }
        Trail which = trail(trail, security);
        RecordFilter filter = parameters.filter();
        long skip = cursor == null ? page.skip() : 0;
        TrailReader.Slice slice = service.read(which, filter, ListPosition.parse(cursor), skip, page.perPage());
        Response.ResponseBuilder answer = Response.ok(new Envelope<>(
                true,
                slice.records().stream().map(RecordView::of).toList(),
                service.count(which, filter),
                page.page(),
                page.perPage()));
        return slice.next().isEmpty()
                ? answer.build()
                : answer.link(
                                uri.getRequestUriBuilder()
                                        .replaceQueryParam("page")
                                        .replaceQueryParam("cursor", ListPosition.text(slice.next()))
                                        .build(),
                                "next")
                        .build();
    }

    @GET
    @Path("/export")
    @Produces({"application/x-ndjson", "text/csv"})
    @RequiresPermission(Permissions.AUDIT_READ)
    @Operation(summary = "Export the audit trail, the newest records first, as JSON lines or CSV")
    @APIResponse(
            responseCode = "200",
            description = "Every record that the filters let through",
            content = {
                @Content(mediaType = "application/x-ndjson", schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING))
            })
    public Response export(
            @BeanParam Filters parameters,
            @Parameter(description = "json or csv; security.audit.format where not given")
                    @QueryParam("format")
                    @Nullable
                    String format,
            @Parameter(description = WHICH) @QueryParam("trail") @DefaultValue("tenant") String trail,
            @Context SecurityContext security) {
        ExportFormat form = ExportFormat.of(format == null ? defaultFormat : format);
        RecordFilter filter = parameters.filter();
        Trail which = trail(trail, security);
        audit.record(new AuditEntry(
                AuditKind.ADMINISTRATION,
                "audit.export",
                "audit",
                AuditResult.SUCCESS,
                Map.of("format", form.fileEnding(), "trail", trail)));
        StreamingOutput lines = out -> service.export(
                which, filter, form, new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
        return Response.ok(lines, form.mediaType())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit." + form.fileEnding() + "\"")
                .build();
    }

    @POST
    @Path("/verify")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.AUDIT_READ)
    @Audited("audit.verify")
    @Operation(summary = "Look at every record of the audit trail: whether all are there and as they were written")
    @APIResponse(responseCode = "200", description = "What was looked at, and every fault")
    @APIResponse(responseCode = "409", description = "A verification runs already")
    public Envelope<VerificationView> verify(
            @Parameter(description = WHICH + "; all for every tenant's and the platform's")
                    @QueryParam("trail")
                    @DefaultValue("tenant")
                    String trail,
            @Context SecurityContext security) {
        if (!trail.equals("all")) {
            return Envelope.of(service.verify(List.of(trail(trail, security))));
        }
        requireForAll(security);
        return Envelope.of(service.verify(service.all()));
    }

    private static Trail trail(String name, SecurityContext security) {
        return switch (name) {
            case "tenant" -> Trail.ofScope();
            case "platform" -> {
                requireForAll(security);
                yield Trail.PLATFORM;
            }
            default -> throw HubException.Invalid.rule("trail", "must be tenant or platform");
        };
    }

    private static void requireForAll(SecurityContext security) {
        if (!Caller.of(security).permissions().contains(Permissions.TENANT_ACT)) {
            throw new HubException.Refused(
                    ProblemType.FORBIDDEN,
                    "this trail is for who administers all tenants (" + Permissions.TENANT_ACT + ")");
        }
    }

    /** The query parameters that choose records of the trail. */
    public static class Filters {

        private static final int MAX_LENGTH = 512;

        @QueryParam("kind")
        @Parameter(description = "authentication, authorization, administration, task_execution or client_management")
        private @Nullable String kind;

        @QueryParam("user")
        @Parameter(description = "Name or id of who did it")
        private @Nullable String user;

        @QueryParam("action")
        @Parameter(description = "What was done, such as user.create; with a * at its end, all that begins like this")
        private @Nullable String action;

        @QueryParam("resource")
        @Parameter(description = "What it was done to")
        private @Nullable String resource;

        @QueryParam("result")
        @Parameter(description = "success, failure or denied")
        private @Nullable String result;

        @QueryParam("ip")
        @Parameter(description = "The client's address")
        private @Nullable String ip;

        @QueryParam("session")
        @Parameter(description = "The session or API key that was used")
        private @Nullable String session;

        @QueryParam("request_id")
        @Parameter(description = "The request")
        private @Nullable String requestId;

        @QueryParam("from")
        @Parameter(description = "Not before this time (RFC 3339)")
        private @Nullable String from;

        @QueryParam("to")
        @Parameter(description = "Before this time (RFC 3339)")
        private @Nullable String to;

        /** @throws HubException.Invalid naming the parameter at fault */
        RecordFilter filter() {
            Stream.of(kind, user, action, resource, result, ip, session, requestId)
                    .forEach(Filters::requireShort);
            return new RecordFilter(
                    kind, user, action, resource, result, ip, session, requestId, time("from", from), time("to", to));
        }

        private static void requireShort(@Nullable String text) {
            if (text != null && text.length() > MAX_LENGTH) {
                throw HubException.Invalid.malformed("query", "has a value of more than " + MAX_LENGTH + " characters");
            }
        }

        private static @Nullable Instant time(String name, @Nullable String text) {
            if (text == null) {
                return null;
            }
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw HubException.Invalid.malformed(name, "must be a time such as 2026-01-31T12:00:00Z");
            }
        }
    }
}
