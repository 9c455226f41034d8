package io.ris.hub.platform.vault;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The keys of data at rest over REST: where they stand, and replacing them. */
@HubService
@Path("/platform/v1/encryption/keys")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Encryption")
public class DataKeyResource {

    private static final String OF_PLATFORM = "platform";

    private final KeyRotation rotation;

    @Inject
    public DataKeyResource(KeyRotation rotation) {
        this.rotation = rotation;
    }

    @GET
    @RequiresPermission(Permissions.KEY_ROTATE)
    @Operation(summary = "Which keys seal the data of the tenant and of the platform, and which are still leaving")
    @APIResponse(responseCode = "200", description = "Their versions; never the keys")
    public Envelope<KeysView> keys() {
        return Envelope.of(new KeysView(rotation.status(), rotation.statusOfPlatform()));
    }

    @POST
    @Path("/rotate")
    @RequiresPermission(Permissions.KEY_ROTATE)
    @Audited("encryption_key.rotate")
    @Operation(
            summary =
                    "Replace a data key; what it sealed is sealed anew while the hub works, then the old key is destroyed")
    @APIResponse(
            responseCode = "202",
            description = "The new key seals; leaving names those that something is still sealed with",
            content = @Content(schema = @Schema(implementation = KeyRotation.Status.class)))
    @APIResponse(responseCode = "422", description = "owner is neither tenant nor platform")
    public Response rotate(@NotNull @Valid RotationRequest request) {
        KeyRotation.Status status = OF_PLATFORM.equals(request.owner()) ? rotation.rotatePlatform() : rotation.rotate();
        return Response.accepted(Envelope.of(status)).build();
    }

    /** The keys of the tenant in scope, and those of what is no tenant's. */
    public record KeysView(KeyRotation.Status tenant, KeyRotation.Status platform) {}

    /**
     * Which key to replace.
     *
     * @param owner {@code tenant} for the tenant of the request, {@code platform} for what is no tenant's
     */
    public record RotationRequest(
            @NotNull @Pattern(regexp = "tenant|platform", message = "must be tenant or platform")
            String owner) {}
}
