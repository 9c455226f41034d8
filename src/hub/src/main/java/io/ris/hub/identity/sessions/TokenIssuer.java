package io.ris.hub.identity.sessions;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.ris.hub.identity.keys.SigningKeys;
import io.ris.hub.identity.roles.Role;
import io.ris.hub.identity.users.User;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Issues access tokens: JWT (RFC 7519) signed with RS256, with the claims of MicroProfile JWT and the tenant. */
@HubService
public class TokenIssuer {

    public static final String TENANT_CLAIM = "tenant_code";
    public static final String SESSION_CLAIM = "session_id";

    private final SigningKeys keys;
    private final Clock clock;
    private final String issuer;
    private final Duration lifetime;

    @Inject
    TokenIssuer(
            SigningKeys keys,
            Clock clock,
            @ConfigProperty(name = "authentication.jwt.issuer") String issuer,
            @ConfigProperty(name = "authentication.jwt.expiry") Duration lifetime) {
        this.keys = keys;
        this.clock = clock;
        this.issuer = issuer;
        this.lifetime = lifetime;
    }

    Duration lifetime() {
        return lifetime;
    }

    String issue(User user, TenantCode tenant, String sessionId) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(user.id())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .claim("upn", user.username())
                .claim("groups", user.roles())
                .claim(
                        "permissions",
                        user.roles().stream()
                                .flatMap(name -> Role.find(name).stream())
                                .flatMap(role -> role.permissions().stream())
                                .distinct()
                                .sorted()
                                .toList())
                .claim(TENANT_CLAIM, tenant.value())
                .claim(SESSION_CLAIM, sessionId)
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(keys.currentId())
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims);
        try {
            token.sign(keys.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("the signing key cannot be used", e);
        }
        return token.serialize();
    }
}
