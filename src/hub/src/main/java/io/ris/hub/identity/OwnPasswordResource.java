package io.ris.hub.identity;

import io.ris.hub.identity.login.LoginService;
import io.ris.hub.identity.users.OwnPassword;
import io.ris.hub.identity.users.PasswordPolicy;
import io.ris.hub.identity.users.User;
import io.ris.hub.identity.users.UserAdministration;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
import io.ris.hub.tenancy.policy.PasswordRules;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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

/** The caller's own password over REST. */
@HubService
@Path("/auth/password")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Authentication")
public class OwnPasswordResource {

    private final LoginService logins;
    private final UserAdministration users;
    private final OwnPassword passwords;
    private final PasswordPolicy policy;

    @Inject
    public OwnPasswordResource(
            LoginService logins, UserAdministration users, OwnPassword passwords, PasswordPolicy policy) {
        this.logins = logins;
        this.users = users;
        this.passwords = passwords;
        this.policy = policy;
    }

    @POST
    @RequiresPermission(Permissions.SELF_SECURE)
    @Audited(value = "password.change", kind = AuditKind.AUTHENTICATION)
    @Operation(summary = "Change your password; your other sessions end")
    @APIResponse(responseCode = "200", description = "The new password is in force")
    @APIResponse(responseCode = "422", description = "The present password is wrong, or the new one not good enough")
    @APIResponse(responseCode = "429", description = "Too many passwords were wrong")
    public Envelope<ChangedView> change(@NotNull @Valid PasswordChange request, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        User user = users.require(caller.userId());
        logins.confirm(user, request.currentPassword(), "current_password");
        passwords.change(user, request.newPassword(), caller.sessionId());
        return Envelope.of(new ChangedView(user.username()));
    }

    @GET
    @Path("/policy")
    @RequiresPermission(Permissions.SELF_SECURE)
    @Operation(summary = "Which passwords may be chosen in your tenant")
    @APIResponse(responseCode = "200", description = "What the hub and the tenant ask of them")
    public Envelope<PolicyView> policy() {
        PasswordRules rules = policy.rules();
        return Envelope.of(new PolicyView(rules.minLength(), PasswordRules.MAX_LENGTH, rules.classNames()));
    }

    /** The present password and the one to come. */
    public record PasswordChange(
            @NotBlank @Size(max = 1024) String currentPassword,
            @NotBlank @Size(max = 1024) String newPassword) {

        @Override
        public String toString() {
            return "PasswordChange[]";
        }
    }

    /** Whose password was changed. */
    public record ChangedView(String username) {}

    /**
     * Rules for passwords.
     *
     * @param minLength characters
     * @param characterClasses of each of which there must be one: lower, upper, digit, symbol
     */
    public record PolicyView(int minLength, int maxLength, List<String> characterClasses) {}
}
