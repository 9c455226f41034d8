package io.ris.hub.identity.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import io.ris.hub.identity.login.LoginService;
import io.ris.hub.identity.sessions.Grant;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import io.ris.hub.platform.audit.AuditTrail;
import io.ris.hub.platform.crypto.Tokens;
import io.ris.hub.tenancy.AutoProvisioning;
import io.ris.hub.tenancy.TenantService;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Signs users on whom the identity provider vouches for. Thread-safe. */
@HubService
public class SignOnService {

    private static final Duration SIGN_ON_LIMIT = Duration.ofMinutes(10);
    private static final Duration TICKET_LIMIT = Duration.ofSeconds(60);

    private final Provider provider;
    private final SignOnRules rules;
    private final SignOnRepository repository;
    private final LoginService logins;
    private final TenantService tenants;
    private final AutoProvisioning provisioning;
    private final AuditTrail trail;
    private final Clock clock;
    private final boolean enabled;
    private final Scope scope;
    private final String publicUrl;

    @Inject
    SignOnService(
            Provider provider,
            SignOnRules rules,
            SignOnRepository repository,
            LoginService logins,
            TenantService tenants,
            AutoProvisioning provisioning,
            AuditTrail trail,
            Clock clock,
            @ConfigProperty(name = "authentication.oidc.enabled") boolean enabled,
            @ConfigProperty(name = "authentication.oidc.scopes") Optional<List<String>> scopes,
            @ConfigProperty(name = "server.public_url") Optional<String> publicUrl) {
        this.provider = provider;
        this.rules = rules;
        this.repository = repository;
        this.logins = logins;
        this.tenants = tenants;
        this.provisioning = provisioning;
        this.trail = trail;
        this.clock = clock;
        this.enabled = enabled;
        this.scope = new Scope("openid");
        scopes.orElse(List.of()).forEach(scope::add);
        this.publicUrl = publicUrl.orElse("").replaceAll("/+$", "");
    }

    /**
     * Begins a sign-on.
     *
     * @param tenantCode the tenant; null for the default one
     * @param challenge base64url of SHA-256 of a secret of the caller's
     * @param redirect where the caller listens for the ticket; null for the console
     * @return where to send the user
     */
    public URI begin(@Nullable String tenantCode, String challenge, @Nullable String redirect) {
        requireEnabled();
        trail.requireWritable();
        URI endpoint = provider.authorizationEndpoint();
        State state = new State(Tokens.random());
        Nonce nonce = new Nonce(Tokens.random());
        CodeVerifier verifier = new CodeVerifier(Tokens.random());
        repository.prune(clock.instant());
        repository.insert(
                Tokens.hash(state.getValue()),
                new SignOn(
                        tenantCode == null ? tenants.defaultTenant().value() : tenantCode,
                        nonce.getValue(),
                        verifier.getValue(),
                        challenge,
                        redirect == null ? null : Redirect.parse(redirect).toString(),
                        clock.instant().plus(SIGN_ON_LIMIT)));
        return new AuthenticationRequest.Builder(ResponseType.CODE, scope, provider.client(), callback())
                .endpointURI(endpoint)
                .state(state)
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /**
     * Takes the provider's answer, which the user's browser brings.
     *
     * @return where to send the browser with the ticket
     */
    public URI complete(Answer answer) {
        requireEnabled();
        trail.requireWritable();
        SignOn signOn = Optional.ofNullable(answer.state())
                .flatMap(state -> repository.take(Tokens.hash(state)))
                .filter(begun -> begun.expiresAt().isAfter(clock.instant()))
                .orElseThrow(() -> failed("unknown_state"));
        try {
            return Redirect.withTicket(publicUrl, signOn.redirect(), ticket(signOn, answer));
        } catch (SignOnRefused refused) {
            throw failed(refused.reason());
        }
    }

    private String ticket(SignOn signOn, Answer answer) throws SignOnRefused {
        if (answer.issuer() != null && !answer.issuer().equals(provider.issuer())) {
            throw new SignOnRefused("other_issuer");
        }
        if (answer.error() != null || answer.code() == null || answer.code().isEmpty()) {
            throw new SignOnRefused("refused_by_provider");
        }
        JWTClaimsSet claims = provider.redeem(
                answer.code(), callback(), new CodeVerifier(signOn.codeVerifier()), new Nonce(signOn.nonce()));
        TenantCode tenant = tenant(signOn.tenant()).orElseThrow(() -> new SignOnRefused("unknown_tenant"));
        String code = Tokens.random();
        repository.insertTicket(
                Tokens.hash(code),
                new Ticket(
                        tenant.value(),
                        signOn.challenge(),
                        rules.identity(claims, tenant),
                        clock.instant().plus(TICKET_LIMIT)));
        return code;
    }

    /**
     * Begins the session that a ticket is good for; a ticket is good once, and for whoever began the sign-on.
     *
     * @param verifier the secret whose hash was the challenge
     */
    public Grant exchange(String code, String verifier) {
        requireEnabled();
        trail.requireWritable();
        Ticket ticket = repository
                .takeTicket(Tokens.hash(code))
                .filter(made -> made.expiresAt().isAfter(clock.instant()))
                .orElseThrow(() -> failed("unknown_ticket"));
        if (!isOf(verifier, ticket.challenge())) {
            throw failed("wrong_verifier");
        }
        TenantCode tenant = new TenantCode(ticket.tenant());
        if (provisioning.mayMake(tenant)) {
            provisioning.make(
                    tenant, ticket.identity().source(), ticket.identity().username());
        }
        return logins.signOn(tenant, ticket.identity());
    }

    private static boolean isOf(String verifier, String challenge) {
        String computed = CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(verifier))
                .getValue();
        return MessageDigest.isEqual(
                computed.getBytes(StandardCharsets.US_ASCII), challenge.getBytes(StandardCharsets.US_ASCII));
    }

    /** A tenant at work, or one that the sign-on of somebody who belongs to it makes. */
    private Optional<TenantCode> tenant(String code) {
        return Optional.of(code)
                .filter(TenantCode::isValid)
                .map(TenantCode::new)
                .filter(tenant -> tenants.findActive(tenant).isPresent() || provisioning.mayMake(tenant));
    }

    private URI callback() {
        return URI.create(publicUrl + "/auth/oidc/callback");
    }

    private void requireEnabled() {
        if (!enabled) {
            throw new HubException.Conflict(
                    ProblemType.NOT_FOUND, "this hub has no identity provider; log in with a password");
        }
    }

    /** The same words, whatever was wrong: the audit trail has the reason. */
    private HubException.Refused failed(String reason) {
        trail.record(new AuditEntry(
                AuditKind.AUTHENTICATION, "session.sign_on", "provider", AuditResult.DENIED, Map.of("reason", reason)));
        return new HubException.Refused(ProblemType.SIGN_ON_FAILED, "the sign-on failed; begin it again");
    }

    /**
     * What the provider has the browser bring (RFC 6749, section 4.1.2; RFC 9207).
     *
     * @param state which sign-on it answers
     * @param code what the user's consent came to
     * @param error why there is none
     * @param issuer who answers
     */
    public record Answer(
            @Nullable String state,
            @Nullable String code,
            @Nullable String error,
            @Nullable String issuer) {

        @Override
        public String toString() {
            return "Answer[]";
        }
    }
}
