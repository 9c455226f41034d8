package io.ris.hub.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jwt.JWTClaimsSet;
import io.ris.hub.platform.TenantCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignOnRulesTest {

    private static final TenantCode DEFAULT = new TenantCode("default");
    private static final TenantCode ACME = new TenantCode("acme");

    @Test
    void knowsSomebodyByIssuerAndSubject() throws Exception {
        var identity = rules(null).identity(claims().build(), DEFAULT);

        assertThat(identity.source()).isEqualTo("oidc");
        assertThat(identity.externalId()).isEqualTo("https://issuer subject");
        assertThat(identity.username()).isEqualTo("olga");
    }

    @Test
    void takesAnAddressThatTheProviderVerifiedAlone() throws Exception {
        JWTClaimsSet.Builder claims = claims().claim("email", "olga@example.test");
        assertThat(rules(null).identity(claims.build(), DEFAULT).email()).isNull();

        claims.claim("email_verified", true);
        assertThat(rules(null).identity(claims.build(), DEFAULT).email()).isEqualTo("olga@example.test");
    }

    @Test
    void givesTheRolesOfGroupsThatAreNamedWhole() throws Exception {
        JWTClaimsSet claims = claims().claim(
                        "realm_access", Map.of("roles", List.of("ops", "administrators", "/admin/sub")))
                .build();

        assertThat(rules(null, "ops -> operator", "admin -> admin", "/admin -> admin")
                        .identity(claims, DEFAULT)
                        .roles())
                .containsExactly("operator");
    }

    @Test
    void countsUsersToTheDefaultTenantAloneWhereNothingIsSaidOfTenants() {
        assertThatExceptionOfType(SignOnRefused.class)
                .isThrownBy(() -> rules(null).identity(claims().build(), ACME));
    }

    @Test
    void countsUsersToTheTenantsThatTheirTokenNames() throws Exception {
        JWTClaimsSet claims = claims().claim("tenants", List.of("acme", "ac")).build();

        assertThat(rules("tenants").identity(claims, ACME).username()).isEqualTo("olga");
        assertThatExceptionOfType(SignOnRefused.class)
                .isThrownBy(() -> rules("tenants").identity(claims, DEFAULT));
    }

    @Test
    void refusesATokenWithoutAName() {
        JWTClaimsSet claims = claims().claim("preferred_username", "a\u0000b").build();

        assertThatExceptionOfType(SignOnRefused.class)
                .isThrownBy(() -> rules(null).identity(claims, DEFAULT));
    }

    private static SignOnRules rules(String tenantClaim, String... roles) {
        return new SignOnRules(
                "preferred_username",
                "realm_access.roles",
                Optional.ofNullable(tenantClaim),
                Optional.of(List.of(roles)),
                Optional.empty(),
                "default");
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("https://issuer")
                .subject("subject")
                .claim("preferred_username", "olga");
    }
}
