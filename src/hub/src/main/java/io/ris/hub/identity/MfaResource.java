package io.ris.hub.identity;

import io.ris.hub.identity.login.LoginService;
import io.ris.hub.identity.mfa.SecondFactors;
import io.ris.hub.identity.users.User;
import io.ris.hub.identity.users.UserAdministration;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The second factor over REST. */
@HubService
@Path("/auth/mfa")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Second factor")
public class MfaResource {

    private final SecondFactors factors;
    private final UserAdministration users;
    private final LoginService logins;

    @Inject
    public MfaResource(SecondFactors factors, UserAdministration users, LoginService logins) {
        this.factors = factors;
        this.users = users;
        this.logins = logins;
    }

    @POST
    @Path("/enrol")
    @RequiresPermission(Permissions.SELF_SECURE)
    @Audited(value = "mfa.enrol", kind = AuditKind.AUTHENTICATION)
    @Operation(summary = "A secret for an authenticator app; it counts once it is confirmed")
    @APIResponse(responseCode = "200", description = "The secret, told once")
    @APIResponse(responseCode = "409", description = "You have a second factor")
    @APIResponse(responseCode = "422", description = "The password is wrong")
    @APIResponse(responseCode = "429", description = "Too many passwords were wrong")
    public Envelope<EnrolmentView> enrol(@NotNull @Valid Proof request, @Context SecurityContext security) {
        User user = users.require(Caller.of(security).userId());
        logins.confirm(user, request.password(), "password");
        SecondFactors.Enrolment made = factors.enrol(user);
        return Envelope.of(new EnrolmentView(made.secret(), made.uri()));
    }

    @POST
    @Path("/confirm")
    @RequiresPermission(Permissions.SELF_SECURE)
    @Audited(value = "mfa.confirm", kind = AuditKind.AUTHENTICATION)
    @Operation(summary = "Put the second factor into force with a first code; your other sessions end")
    @APIResponse(responseCode = "200", description = "Recovery codes, told once")
    @APIResponse(responseCode = "409", description = "Nothing was enrolled, or it is confirmed already")
    @APIResponse(responseCode = "422", description = "The code is wrong")
    @APIResponse(responseCode = "429", description = "Too many codes were wrong")
    public Envelope<RecoveryCodesView> confirm(@NotNull @Valid Code request, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        User user = users.require(caller.userId());
        return Envelope.of(new RecoveryCodesView(factors.confirm(user, request.code(), caller.sessionId())));
    }

    @POST
    @Path("/recovery-codes")
    @RequiresPermission(Permissions.SELF)
    @Audited(value = "mfa.recovery_codes", kind = AuditKind.AUTHENTICATION)
    @Operation(summary = "Other recovery codes; those before are void")
    @APIResponse(responseCode = "200", description = "Recovery codes, told once")
    @APIResponse(responseCode = "422", description = "Password or code is wrong")
    @APIResponse(responseCode = "429", description = "Too many passwords or codes were wrong")
    public Envelope<RecoveryCodesView> renewRecoveryCodes(
            @NotNull @Valid FullProof request, @Context SecurityContext security) {
        return Envelope.of(new RecoveryCodesView(factors.renewRecoveryCodes(proven(request, Caller.of(security)))));
    }

    @POST
    @Path("/disable")
    @RequiresPermission(Permissions.SELF)
    @Audited(value = "mfa.disable", kind = AuditKind.AUTHENTICATION)
    @Operation(summary = "Take your second factor away; your other sessions end")
    @APIResponse(responseCode = "200", description = "A password is enough again")
    @APIResponse(responseCode = "422", description = "Password or code is wrong")
    @APIResponse(responseCode = "429", description = "Too many passwords or codes were wrong")
    public Envelope<StateView> disable(@NotNull @Valid FullProof request, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        factors.remove(proven(request, caller), caller.sessionId());
        return Envelope.of(new StateView(false));
    }

    private User proven(FullProof proof, Caller caller) {
        User user = users.require(caller.userId());
        logins.confirm(user, proof.password(), "password");
        if (!factors.take(user, proof.code())) {
            throw HubException.Invalid.rule("code", "is wrong");
        }
        return user;
    }

    /** A password, once more. */
    public record Proof(@NotBlank @Size(max = 1024) String password) {

        @Override
        public String toString() {
            return "Proof[]";
        }
    }

    /** A code of the authenticator. */
    public record Code(@NotBlank @Size(max = 64) String code) {

        @Override
        public String toString() {
            return "Code[]";
        }
    }

    /**
     * A password and a code, once more.
     *
     * @param code of the authenticator, or a recovery code
     */
    public record FullProof(
            @NotBlank @Size(max = 1024) String password,
            @NotBlank @Size(max = 64) String code) {

        @Override
        public String toString() {
            return "FullProof[]";
        }
    }

    /**
     * What an authenticator app needs.
     *
     * @param secret in base32, to type in
     * @param uri the same, to show as a QR code
     */
    public record EnrolmentView(String secret, String uri) {

        @Override
        public String toString() {
            return "EnrolmentView[]";
        }
    }

    /** Each is good once, in place of a code. */
    public record RecoveryCodesView(List<String> recoveryCodes) {

        @Override
        public String toString() {
            return "RecoveryCodesView[]";
        }
    }

    /** Whether a login needs a code too. */
    public record StateView(boolean mfaEnabled) {}
}
