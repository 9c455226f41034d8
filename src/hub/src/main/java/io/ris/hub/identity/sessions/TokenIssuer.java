package io.ris.hub.identity.sessions;

import com.nimbusds.jwt.JWTClaimsSet;
import io.ris.hub.identity.keys.SigningKeys;
import io.ris.hub.identity.users.User;
import io.ris.hub.identity.users.UserRoles;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.web.AccessToken;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Issues access tokens: signed JWT (RFC 7519) with the claims of MicroProfile JWT and the tenant. What they say of roles and
 * permissions is for whoever reads them; the hub itself looks at what the user has at each request.
 */
@HubService
public class TokenIssuer {

    private final SigningKeys keys;
    private final UserRoles roles;
    private final Clock clock;
    private final String issuer;
    private final Duration lifetime;

    @Inject
    TokenIssuer(
            SigningKeys keys,
            UserRoles roles,
            Clock clock,
            @ConfigProperty(name = "authentication.jwt.issuer") String issuer,
            @ConfigProperty(name = "authentication.jwt.expiry") Duration lifetime) {
        this.keys = keys;
        this.roles = roles;
        this.clock = clock;
        this.issuer = issuer;
        this.lifetime = lifetime;
    }

    /** The tokens of a user's session in the tenant in scope. */
    Grant grant(User user, RefreshToken token) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(user.id())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .claim("upn", user.username())
                .claim("groups", roles.of(user))
                .claim(
                        "permissions",
                        roles.permissionsOf(user).stream().sorted().toList())
                .claim(AccessToken.TENANT_CLAIM, token.tenant().value())
                .claim(AccessToken.SESSION_CLAIM, token.sessionId())
                .build();
        return new Grant(keys.sign(claims), token.text(), lifetime, user, roles.of(user), token.tenant());
    }
}
