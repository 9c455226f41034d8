package io.ris.hub.identity;

import io.ris.hub.identity.keys.SigningKeys;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.web.Open;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The public keys of access tokens, for whoever verifies them. */
@HubService
@Path("/.well-known/jwks.json")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys")
public class PublishedKeyResource {

    private final SigningKeys keys;

    @Inject
    public PublishedKeyResource(SigningKeys keys) {
        this.keys = keys;
    }

    @GET
    @Open("public keys are for everyone who verifies tokens")
    @Operation(summary = "The public keys of access tokens (RFC 7517)")
    @APIResponse(
            responseCode = "200",
            description = "A JSON Web Key Set; those who keep it fetch it anew every few seconds",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = KeySet.class)))
    public Response published() {
        return Response.ok(keys.published())
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=5")
                .build();
    }

    /** A JSON Web Key Set. */
    public record KeySet(List<Object> keys) {}
}
