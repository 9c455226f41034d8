package io.ris.hub.platform.web;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Serves the console's files, which are on the class path. */
@HubService
@Path("/")
public class ConsoleResource {

    private static final Pattern FILE = Pattern.compile("[a-z0-9-]+\\.(html|css|js)");
    private static final String FOLDER = "/console/";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8", "css", "text/css;charset=utf-8", "js", "text/javascript;charset=utf-8");
    private static final String POLICY =
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    @GET
    @Open("the page holds nothing of anybody's")
    @Operation(summary = "The console's first page")
    @APIResponse(
            responseCode = "200",
            description = "HTML",
            content = @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(type = SchemaType.STRING)))
    public Response index() {
        return file("index.html");
    }

    @GET
    @Path("console/{name}")
    @Open("the files hold nothing of anybody's")
    @Operation(summary = "A file of the console")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content = {
                @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = "text/css", schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = "text/javascript", schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "404", description = "There is no such file")
    public Response file(@Parameter(description = "Its file name") @PathParam("name") String name) {
        if (!FILE.matcher(name).matches()) {
            throw new HubException.Conflict(ProblemType.NOT_FOUND, "there is no such file");
        }
        try (InputStream file = ConsoleResource.class.getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                throw new HubException.Conflict(ProblemType.NOT_FOUND, "there is no such file");
            }
            String ending = name.substring(name.lastIndexOf('.') + 1);
            return Response.ok(file.readAllBytes(), TYPES.get(ending))
                    .header("Content-Security-Policy", POLICY)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
