package io.ris.hub.identity;

import io.ris.hub.identity.users.Invitations;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Open;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Invitations over REST, taken by who was invited. */
@HubService
@Path("/auth/invitation")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Authentication")
public class InvitationResource {

    private final Invitations invitations;

    @Inject
    public InvitationResource(Invitations invitations) {
        this.invitations = invitations;
    }

    @POST
    @Audited(Audited.BY_SERVICE)
    @Open("the token in the body is the authentication")
    @Operation(summary = "Choose a password with the token of an invitation")
    @APIResponse(responseCode = "200", description = "The password is set; log in with it")
    @APIResponse(responseCode = "401", description = "The token is not good, or not any more")
    @APIResponse(responseCode = "422", description = "The password is not good enough")
    @APIResponse(responseCode = "429", description = "Too many passwords are being set at this moment")
    public Envelope<AcceptedView> accept(@NotNull @Valid Acceptance request) {
        return Envelope.of(new AcceptedView(
                invitations.accept(request.token(), request.password()).username()));
    }

    /** Token and password. */
    public record Acceptance(
            @NotBlank @Size(max = 512) String token,
            @NotBlank @Size(max = 1024) String password) {

        @Override
        public String toString() {
            return "Acceptance[]";
        }
    }

    /** Whose password was set. */
    public record AcceptedView(String username) {}
}
