package io.ris.hub.platform.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * MicroProfile's health, metrics and OpenAPI on the main port. The server publishes them on its management listener,
 * which is for scrapers on the same machine and asks for no token; here the hub's own rules hold.
 */
@HubService
@Path("/")
public class ManagementResource {

    private static final Set<String> HEALTH_KINDS = Set.of("live", "ready", "started");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Probes are never refused: many at once share an answer, so that a flood of them looks at nothing more often. */
    private static final Duration HEALTH_MEMORY = Duration.ofSeconds(1);

    private final Cache<String, HttpResponse<byte[]>> health =
            Caffeine.newBuilder().expireAfterWrite(HEALTH_MEMORY).build();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final URI listener;

    @Inject
    public ManagementResource(@ConfigProperty(name = "LIBERTY_METRICS_PORT", defaultValue = "9090") int port) {
        listener = URI.create("http://127.0.0.1:" + port);
    }

    @GET
    @Path("health")
    @Open("probes carry no token")
    @Operation(summary = "All health checks")
    @APIResponse(
            responseCode = "200",
            description = "Up",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HealthView.class)))
    @APIResponse(
            responseCode = "503",
            description = "Down; the checks say why",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HealthView.class)))
    public Response health() {
        return answer(healthAnswer("/health"));
    }

    @GET
    @Path("health/{kind}")
    @Open("probes carry no token")
    @Operation(summary = "The health checks of one kind: live, ready or started")
    @APIResponse(
            responseCode = "200",
            description = "Up",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HealthView.class)))
    @APIResponse(responseCode = "404", description = "There is no such kind")
    @APIResponse(
            responseCode = "503",
            description = "Down; the checks say why",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HealthView.class)))
    public Response healthOf(@Parameter(description = "live, ready or started") @PathParam("kind") String kind) {
        if (!HEALTH_KINDS.contains(kind)) {
            throw new HubException.Conflict(ProblemType.NOT_FOUND, "the kinds of health are live, ready and started");
        }
        return answer(healthAnswer("/health/" + kind));
    }

    @GET
    @Path("ready")
    @Open("probes carry no token")
    @Operation(summary = "Whether the hub takes requests; the short form of /health/ready")
    @APIResponse(
            responseCode = "200",
            description = "Ready",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReadyView.class)))
    @APIResponse(
            responseCode = "503",
            description = "Not ready",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReadyView.class)))
    public Response ready() {
        int status = healthAnswer("/health/ready").statusCode();
        boolean ready = status == Response.Status.OK.getStatusCode();
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(new ReadyView(ready ? "ready" : "not_ready"))
                .build();
    }

    /**
     * What MicroProfile Health answers.
     *
     * @param status {@code UP} or {@code DOWN}
     * @param checks each with its status and data
     */
    public record HealthView(String status, List<HealthCheckView> checks) {}

    /** One of the checks. */
    public record HealthCheckView(
            String name, String status, @Nullable Map<String, Object> data) {}

    /** Whether the hub takes requests: {@code ready} or {@code not_ready}. */
    public record ReadyView(String status) {}

    @GET
    @Path("metrics")
    @RequiresPermission(Permissions.METRICS_READ)
    @Operation(summary = "Metrics in the Prometheus text format")
    @APIResponse(
            responseCode = "200",
            description = "Metrics of the hub, the JVM and the server",
            content = @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = SchemaType.STRING)))
    public Response metrics(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return fetch("/metrics", accept);
    }

    @GET
    @Path("openapi/{part: .*}")
    @Open("documentation of the API, as it is in every copy of the product")
    @Operation(hidden = true)
    public Response openapiPage(@PathParam("part") String part, @Context UriInfo uri) {
        HttpResponse<byte[]> page = ask(uri.getRequestUri().getRawPath(), null);
        if (page.statusCode() >= Response.Status.BAD_REQUEST.getStatusCode()) {
            throw new HubException.Conflict(ProblemType.NOT_FOUND, "there is no such page");
        }
        return Response.fromResponse(answer(page))
                .header("Content-Security-Policy", PagePolicy.of(page.body()))
                .build();
    }

    @GET
    @Path("openapi")
    @Open("documentation of the API, as it is in every copy of the product")
    @Operation(summary = "This document; a page to browse it is at /openapi/ui/")
    @APIResponse(
            responseCode = "200",
            description = "OpenAPI 3.1, in YAML where no JSON is asked for",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)),
                @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = SchemaType.STRING))
            })
    public Response openapi(@Context UriInfo uri, @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return fetch(uri.getRequestUri().getRawPath(), accept);
    }

    private HttpResponse<byte[]> healthAnswer(String path) {
        return health.get(path, known -> ask(known, null));
    }

    private Response fetch(String path, @Nullable String accept) {
        return answer(ask(path, accept));
    }

    private HttpResponse<byte[]> ask(String path, @Nullable String accept) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(listener.resolve(path)).timeout(TIMEOUT).GET();
        if (accept != null) {
            request.header(HttpHeaders.ACCEPT, accept);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        }
    }

    private static Response answer(HttpResponse<byte[]> answer) {
        Response.ResponseBuilder response = Response.status(answer.statusCode()).entity(answer.body());
        answer.headers()
                .firstValue(HttpHeaders.CONTENT_TYPE)
                .ifPresent(type -> response.header(HttpHeaders.CONTENT_TYPE, type));
        answer.headers()
                .firstValue(HttpHeaders.LOCATION)
                .ifPresent(to -> response.header(HttpHeaders.LOCATION, relative(to)));
        return response.build();
    }

    private static String relative(String location) {
        return URI.create(location).getRawPath();
    }

    private static HubException.Unavailable unavailable(Exception cause) {
        return new HubException.Unavailable(
                ProblemType.STORE_UNAVAILABLE, "the management listener does not answer", Duration.ofSeconds(1), cause);
    }
}
