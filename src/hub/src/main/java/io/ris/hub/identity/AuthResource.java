package io.ris.hub.identity;

import io.ris.hub.identity.access.Tickets;
import io.ris.hub.identity.login.EvenAnswers;
import io.ris.hub.identity.login.LoginService;
import io.ris.hub.identity.sessions.Grant;
import io.ris.hub.identity.sessions.Refreshes;
import io.ris.hub.identity.sessions.SessionService;
import io.ris.hub.identity.users.User;
import io.ris.hub.identity.users.UserRoles;
import io.ris.hub.identity.users.UserService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.web.Audited;
import io.ris.hub.platform.web.Caller;
import io.ris.hub.platform.web.Envelope;
import io.ris.hub.platform.web.Open;
import io.ris.hub.platform.web.Permissions;
import io.ris.hub.platform.web.RequiresPermission;
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
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Login, refresh, logout (seed 000, "Authentication"). */
@HubService
@Path("/auth")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Authentication")
public class AuthResource {

    private final LoginService logins;
    private final EvenAnswers answers;
    private final Tickets tickets;
    private final Refreshes refreshes;
    private final SessionService sessions;
    private final UserService users;
    private final UserRoles roles;

    @Inject
    public AuthResource(
            LoginService logins,
            EvenAnswers answers,
            Tickets tickets,
            Refreshes refreshes,
            SessionService sessions,
            UserService users,
            UserRoles roles) {
        this.logins = logins;
        this.answers = answers;
        this.tickets = tickets;
        this.refreshes = refreshes;
        this.sessions = sessions;
        this.users = users;
        this.roles = roles;
    }

    @POST
    @Path("/login")
    @Audited(Audited.BY_SERVICE)
    @Open("this is where a token comes from")
    @Operation(summary = "Log in with user name or address, password, and a code where the user has a second factor")
    @APIResponse(responseCode = "200", description = "An access token and a refresh token")
    @APIResponse(
            responseCode = "401",
            description = "login_failed: user name, password, tenant or code is wrong, or it was wrong too often;"
                    + " otp_required: the code alone is lacking")
    @APIResponse(responseCode = "429", description = "Too many codes were wrong, or too many log in at this moment")
    public CompletionStage<Envelope<TokenView>> login(@NotNull @Valid LoginRequest request) {
        return answers.of(() -> Envelope.of(TokenView.of(
                logins.login(request.username(), request.password(), request.tenantCode(), request.otp()))));
    }

    @POST
    @Path("/refresh")
    @Audited(Audited.BY_SERVICE)
    @Open("the refresh token in the body is the authentication")
    @Operation(summary = "Renew a session; the refresh token is replaced")
    @APIResponse(responseCode = "200", description = "A new access token and a new refresh token")
    @APIResponse(responseCode = "401", description = "The token is not good; used twice, it ends its session")
    @APIResponse(responseCode = "403", description = "The token is good, and its tenant is suspended")
    public Envelope<TokenView> refresh(@NotNull @Valid RefreshRequest request) {
        return Envelope.of(TokenView.of(refreshes.refresh(request.refreshToken())));
    }

    @POST
    @Path("/logout")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.SELF_SECURE)
    @Audited(value = "session.logout", kind = AuditKind.AUTHENTICATION)
    @Operation(summary = "End the session of the token")
    @APIResponse(responseCode = "200", description = "None of its tokens is good any more")
    public Envelope<LogoutView> logout(@Context SecurityContext security) {
        Caller caller = Caller.of(security);
        sessions.end(caller.sessionId());
        return Envelope.of(new LogoutView(caller.sessionId()));
    }

    @POST
    @Path("/ticket")
    @Consumes(MediaType.WILDCARD)
    @RequiresPermission(Permissions.SELF)
    @Audited(value = "session.ticket", kind = AuditKind.AUTHENTICATION)
    @Operation(summary = "A ticket for a WebSocket of a browser, as ?ticket=")
    @APIResponse(responseCode = "200", description = "It is good once, for half a minute")
    public Envelope<TicketView> ticket(@Context SecurityContext security) {
        return Envelope.of(new TicketView(tickets.issue(Caller.of(security)), Tickets.LIFETIME.toSeconds()));
    }

    @GET
    @Path("/me")
    @RequiresPermission(Permissions.SELF_SECURE)
    @Operation(summary = "Who the token stands for")
    @APIResponse(responseCode = "200", description = "The user")
    public Envelope<UserView> me(@Context SecurityContext security) {
        Caller caller = Caller.of(security);
        User user = users.find(caller.userId())
                .orElseThrow(() ->
                        new HubException.Refused(ProblemType.SESSION_ENDED, "the session has ended; log in again"));
        return Envelope.of(UserView.of(user, roles.of(user), caller.tenant()));
    }

    /**
     * Credentials.
     *
     * @param tenantCode null for the default tenant
     * @param otp code of the authenticator or a recovery code, for users who have a second factor
     */
    public record LoginRequest(
            @NotBlank @Size(max = 256) String username,
            @NotBlank @Size(max = 1024) String password,
            @Size(max = 64) @Nullable String tenantCode,
            @Size(max = 64) @Nullable String otp) {

        @Override
        public String toString() {
            return "LoginRequest[" + username + "]";
        }
    }

    /** A refresh token. */
    public record RefreshRequest(@NotBlank @Size(max = 512) String refreshToken) {

        @Override
        public String toString() {
            return "RefreshRequest[]";
        }
    }

    /**
     * A ticket.
     *
     * @param expiresIn seconds that it is good for
     */
    public record TicketView(String ticket, long expiresIn) {

        @Override
        public String toString() {
            return "TicketView[]";
        }
    }

    /** The session that was ended. */
    public record LogoutView(String sessionId) {}

    /**
     * Tokens, as in the seed.
     *
     * @param expiresIn lifetime of the access token in seconds
     */
    public record TokenView(String accessToken, String refreshToken, long expiresIn, String tokenType, UserView user) {

        static TokenView of(Grant grant) {
            return new TokenView(
                    grant.accessToken(),
                    grant.refreshToken(),
                    grant.lifetime().toSeconds(),
                    "Bearer",
                    UserView.of(grant.user(), grant.roles(), grant.tenant()));
        }
    }
}
