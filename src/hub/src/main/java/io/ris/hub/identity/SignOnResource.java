package io.ris.hub.identity;

import io.ris.hub.identity.oidc.SignOnService;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Open;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Sign-on with an OpenID Connect provider. */
@HubService
@Path("/auth/oidc")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Authentication")
public class SignOnResource {

    private static final String BASE64URL_OF_SHA256 = "[A-Za-z0-9_-]{43}";
    private static final String VERIFIER = "[A-Za-z0-9._~-]{43,128}";

    private final SignOnService signOns;

    @Inject
    public SignOnResource(SignOnService signOns) {
        this.signOns = signOns;
    }

    @GET
    @Path("/login")
    @Open("this is where a sign-on begins")
    @Operation(
            summary = "Begin a sign-on with the identity provider",
            description = "To be opened in a browser. What comes of it is taken with `POST /auth/oidc/token`.")
    @APIResponse(responseCode = "303", description = "To the identity provider")
    @APIResponse(responseCode = "404", description = "This hub has no identity provider")
    @APIResponse(responseCode = "503", description = "The identity provider does not answer")
    public Response begin(
            @Parameter(description = "Code of the tenant; the default one if not given")
                    @QueryParam("tenant")
                    @Size(max = 64)
                    @Nullable
                    String tenant,
            @Parameter(description = "Base64url of SHA-256 of a random secret of the caller's, the verifier")
                    @QueryParam("challenge")
                    @NotNull
                    @Pattern(regexp = BASE64URL_OF_SHA256)
                    String challenge,
            @Parameter(
                            description =
                                    "Where a program on the user's machine listens: http://127.0.0.1:PORT/... The console if not given")
                    @QueryParam("redirect")
                    @Size(max = 256)
                    @Nullable
                    String redirect) {
        return seeOther(signOns.begin(tenant, challenge, redirect));
    }

    @GET
    @Path("/callback")
    @Audited(Audited.BY_SERVICE)
    @Open("the state in it is the authentication")
    @Operation(summary = "Where the identity provider sends the browser back to")
    @APIResponse(
            responseCode = "303",
            description = "To the console as `#sign_on=CODE`, or to the program as `?sign_on=CODE`, good for a minute")
    @APIResponse(responseCode = "401", description = "Nobody began this sign-on, or the provider does not vouch")
    @APIResponse(responseCode = "404", description = "This hub has no identity provider")
    @APIResponse(responseCode = "503", description = "The identity provider does not answer")
    public Response complete(
            @Parameter(description = "Which sign-on it answers") @QueryParam("state") @Size(max = 128) @Nullable
                    String state,
            @Parameter(description = "The provider's code") @QueryParam("code") @Size(max = 4096) @Nullable String code,
            @Parameter(description = "Why there is no code") @QueryParam("error") @Size(max = 256) @Nullable
                    String error,
            @Parameter(description = "The provider's name of itself") @QueryParam("iss") @Size(max = 1024) @Nullable
                    String issuer) {
        return seeOther(signOns.complete(new SignOnService.Answer(state, code, error, issuer)));
    }

    @POST
    @Path("/token")
    @Consumes(MediaType.APPLICATION_JSON)
    @Audited(Audited.BY_SERVICE)
    @Open("code and verifier in the body are the authentication")
    @Operation(summary = "Take the tokens of a sign-on, once")
    @APIResponse(responseCode = "200", description = "An access token and a refresh token")
    @APIResponse(responseCode = "401", description = "The code is not good, or was taken, or somebody else began")
    @APIResponse(responseCode = "404", description = "This hub has no identity provider")
    @APIResponse(responseCode = "409", description = "Another user of this hub has the name or the address")
    public Envelope<AuthResource.TokenView> exchange(@NotNull @Valid SignOnRequest request) {
        return Envelope.of(AuthResource.TokenView.of(signOns.exchange(request.code(), request.verifier())));
    }

    private static Response seeOther(URI target) {
        return Response.seeOther(target).build();
    }

    /**
     * What a sign-on came to, and the secret of who began it.
     *
     * @param code behind {@code sign_on=}
     */
    public record SignOnRequest(
            @NotNull @Size(min = 1, max = 128) String code,
            @NotNull @Pattern(regexp = VERIFIER) String verifier) {

        @Override
        public String toString() {
            return "SignOnRequest[]";
        }
    }
}
