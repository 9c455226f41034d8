package io.ris.hub.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.InvalidHashException;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The identity provider: what it publishes of itself, its codes and its tokens. Thread-safe. */
@HubService
class Provider {

    private static final System.Logger LOG = System.getLogger(Provider.class.getName());
    private static final Duration MEMORY = Duration.ofMinutes(10);
    private static final Duration RETRY = Duration.ofSeconds(10);

    /** Public keys alone: whoever verifies with a shared secret could also sign. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final ProviderHttp http;
    private final Clock clock;
    private final Issuer issuer;
    private final ClientID client;
    private final Optional<Secret> secret;
    private volatile @Nullable Known known;

    /** What was published, and when it must be asked for again. */
    private record Known(OIDCProviderMetadata metadata, IDTokenValidator validator, Instant until) {}

    @Inject
    Provider(
            ProviderHttp http,
            Clock clock,
            @ConfigProperty(name = "authentication.oidc.issuer") Optional<String> issuer,
            @ConfigProperty(name = "authentication.oidc.client_id") Optional<String> client,
            @ConfigProperty(name = "authentication.oidc.client_secret") Optional<String> secret) {
        this.http = http;
        this.clock = clock;
        this.issuer = new Issuer(issuer.orElse("none"));
        this.client = new ClientID(client.orElse("none"));
        this.secret = secret.map(Secret::new);
    }

    String issuer() {
        return issuer.getValue();
    }

    ClientID client() {
        return client;
    }

    /** Where users are sent. */
    URI authorizationEndpoint() {
        return known().metadata().getAuthorizationEndpointURI();
    }

    /**
     * Takes a code to the provider and gives the verified claims of the ID token that it is good for.
     *
     * @throws SignOnRefused if the provider does not take it, or its token is not good
     * @throws HubException.Unavailable if the provider does not answer
     */
    JWTClaimsSet redeem(String code, URI redirect, CodeVerifier verifier, Nonce nonce) throws SignOnRefused {
        Known provider = known();
        OIDCTokens tokens =
                tokens(provider, new AuthorizationCodeGrant(new AuthorizationCode(code), redirect, verifier));
        JWT idToken = tokens.getIDToken();
        if (idToken == null) {
            throw new SignOnRefused("no_id_token");
        }
        return verify(provider.validator(), idToken, nonce, tokens.getAccessToken());
    }

    private OIDCTokens tokens(Known provider, AuthorizationCodeGrant grant) throws SignOnRefused {
        URI endpoint = provider.metadata().getTokenEndpointURI();
        TokenRequest.Builder request = secret.map(
                        known -> new TokenRequest.Builder(endpoint, new ClientSecretBasic(client, known), grant))
                .orElseGet(() -> new TokenRequest.Builder(endpoint, client, grant));
        try {
            TokenResponse response = OIDCTokenResponseParser.parse(
                    request.build().toHTTPRequest().send(http));
            if (response instanceof OIDCTokenResponse good) {
                return good.getOIDCTokens();
            }
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "the identity provider refuses a code: {0}",
                    response.toErrorResponse().getErrorObject().getCode());
            throw new SignOnRefused("code_refused");
        } catch (IOException e) {
            throw unavailable(e);
        } catch (ParseException e) {
            throw new SignOnRefused("not_a_token_response", e);
        }
    }

    private JWTClaimsSet verify(IDTokenValidator validator, JWT idToken, Nonce nonce, AccessToken accessToken)
            throws SignOnRefused {
        try {
            JWTClaimsSet claims = validator.validate(idToken, nonce).toJWTClaimsSet();
            requireParty(claims);
            String hash = claims.getStringClaim("at_hash");
            if (hash != null) {
                AccessTokenValidator.validate(
                        accessToken,
                        JWSAlgorithm.parse(idToken.getHeader().getAlgorithm().getName()),
                        new AccessTokenHash(hash));
            }
            return claims;
        } catch (KeySourceException e) {
            throw unavailable(e);
        } catch (BadJOSEException
                | JOSEException
                | GeneralException
                | InvalidHashException
                | java.text.ParseException e) {
            LOG.log(System.Logger.Level.DEBUG, "an ID token is not good: {0}", e.getMessage());
            throw new SignOnRefused("bad_id_token", e);
        }
    }

    /** OpenID Connect Core, section 3.1.3.7, steps 4 and 5, which the library leaves to its caller. */
    private void requireParty(JWTClaimsSet claims) throws BadJOSEException, java.text.ParseException {
        String party = claims.getStringClaim("azp");
        boolean needed = claims.getAudience().size() > 1;
        if (party == null ? needed : !party.equals(client.getValue())) {
            throw new BadJOSEException("the token was made for another client");
        }
    }

    private Known known() {
        Known present = known;
        if (present == null || present.until().isBefore(clock.instant())) {
            present = discover();
            known = present;
        }
        return present;
    }

    private Known discover() {
        try {
            URI url = OIDCProviderMetadata.resolveURL(issuer).toURI();
            OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(
                    new HTTPRequest(HTTPRequest.Method.GET, url).send(http).getBodyAsJSONObject());
            if (!metadata.getIssuer().equals(issuer)) {
                throw new IOException("it is " + metadata.getIssuer() + ", not " + issuer);
            }
            return new Known(metadata, validator(metadata), clock.instant().plus(MEMORY));
        } catch (IOException | GeneralException | URISyntaxException e) {
            throw unavailable(e);
        }
    }

    /** Keys are asked for again when a token names one that is not known, though not for every such token. */
    private IDTokenValidator validator(OIDCProviderMetadata metadata) throws MalformedURLException {
        return new IDTokenValidator(
                issuer,
                client,
                new JWSVerificationKeySelector<>(
                        ALGORITHMS,
                        JWKSourceBuilder.<SecurityContext>create(
                                        metadata.getJWKSetURI().toURL(), http)
                                .refreshAheadCache(false)
                                .rateLimited(RETRY.toMillis())
                                .build()),
                null);
    }

    private static HubException.Unavailable unavailable(Exception cause) {
        LOG.log(System.Logger.Level.WARNING, "the identity provider cannot be asked: {0}", cause.toString());
        return new HubException.Unavailable(
                ProblemType.PROVIDER_UNAVAILABLE,
                "the identity provider does not answer; users of the hub itself can log in with their passwords",
                RETRY,
                cause);
    }
}
