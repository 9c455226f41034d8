package io.ris.hub.identity.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import io.ris.hub.identity.users.ExternalIdentity;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantCode;
import io.ris.settings.MappingRule;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the claims of an ID token stand for. Who somebody is, is the issuer and the subject: names and addresses change, and
 * are given away. Immutable.
 */
@HubService
class SignOnRules {

    private static final String SOURCE = "oidc";
    private static final Pattern USERNAME = Pattern.compile("[^\\p{Cntrl}]{1,256}");

    private final String usernameClaim;
    private final String groupsClaim;
    private final Optional<String> tenantClaim;
    private final List<MappingRule> roles;
    private final List<MappingRule> tenants;
    private final TenantCode defaultTenant;

    @Inject
    SignOnRules(
            @ConfigProperty(name = "authentication.oidc.username_claim") String usernameClaim,
            @ConfigProperty(name = "authentication.oidc.groups_claim") String groupsClaim,
            @ConfigProperty(name = "authentication.oidc.tenant_claim") Optional<String> tenantClaim,
            @ConfigProperty(name = "authentication.oidc.role_mapping") Optional<List<String>> roles,
            @ConfigProperty(name = "authentication.oidc.tenant_mapping") Optional<List<String>> tenants,
            @ConfigProperty(name = "multi_tenant.default_tenant") String defaultTenant) {
        this.usernameClaim = usernameClaim;
        this.groupsClaim = groupsClaim;
        this.tenantClaim = tenantClaim;
        this.roles = rules(roles);
        this.tenants = rules(tenants);
        this.defaultTenant = new TenantCode(defaultTenant);
    }

    private static List<MappingRule> rules(Optional<List<String>> texts) {
        return texts.orElse(List.of()).stream().map(MappingRule::parse).toList();
    }

    /**
     * Who a token stands for in a tenant.
     *
     * @throws SignOnRefused if it is nobody there
     */
    ExternalIdentity identity(JWTClaimsSet claims, TenantCode tenant) throws SignOnRefused {
        List<String> groups = texts(claims, groupsClaim);
        if (!isOf(tenant, claims, groups)) {
            throw new SignOnRefused("other_tenant");
        }
        String username = texts(claims, usernameClaim).stream()
                .map(String::strip)
                .filter(name -> USERNAME.matcher(name).matches())
                .findFirst()
                .orElseThrow(() -> new SignOnRefused("no_username"));
        return new ExternalIdentity(
                SOURCE, claims.getIssuer() + " " + claims.getSubject(), username, email(claims), mapped(roles, groups));
    }

    private boolean isOf(TenantCode tenant, JWTClaimsSet claims, List<String> groups) {
        if (tenantClaim.isEmpty() && tenants.isEmpty()) {
            return tenant.equals(defaultTenant);
        }
        return mapped(tenants, groups).contains(tenant.value())
                || tenantClaim
                        .map(claim -> texts(claims, claim))
                        .filter(codes -> codes.contains(tenant.value()))
                        .isPresent();
    }

    private static List<String> mapped(List<MappingRule> rules, List<String> groups) {
        return rules.stream()
                .filter(rule -> groups.contains(rule.from()))
                .map(MappingRule::to)
                .distinct()
                .toList();
    }

    private static @Nullable String email(JWTClaimsSet claims) {
        boolean verified = Boolean.TRUE.equals(claims.getClaim("email_verified"));
        return verified ? texts(claims, "email").stream().findFirst().orElse(null) : null;
    }

    /** The texts of a claim: one, or a list of them; by its whole name, else along the dots in it. */
    private static List<String> texts(JWTClaimsSet claims, String name) {
        Object value = claims.getClaim(name);
        if (value == null) {
            value = claims.getClaims();
            for (String part : name.split("\\.", -1)) {
                value = value instanceof Map<?, ?> object ? object.get(part) : null;
            }
        }
        return switch (value) {
            case String text -> List.of(text);
            case Collection<?> items ->
                items.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }
}
