package io.ris.hub.identity;

import io.ris.hub.identity.keys.KeyView;
import io.ris.hub.identity.keys.SigningKeys;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The keys that sign access tokens, over REST. */
@HubService
@Path("/platform/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys")
public class KeyResource {

    private final SigningKeys keys;

    @Inject
    public KeyResource(SigningKeys keys) {
        this.keys = keys;
    }

    @GET
    @RequiresPermission(Permissions.KEY_ROTATE)
    @Operation(summary = "List the keys that sign and verify access tokens")
    @APIResponse(responseCode = "200", description = "In the order in which they sign")
    public Envelope<List<KeyView>> list() {
        return Envelope.of(keys.all());
    }

    @POST
    @Path("/rotate")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.KEY_ROTATE)
    @Audited("key.rotate")
    @Operation(
            summary = "Make a new key, which signs in a few seconds; older ones verify until their tokens have ended")
    @APIResponse(responseCode = "200", description = "The new key")
    @APIResponse(responseCode = "409", description = "Tokens are signed with a secret of the configuration")
    public Envelope<KeyView> rotate() {
        return Envelope.of(keys.rotate());
    }
}
