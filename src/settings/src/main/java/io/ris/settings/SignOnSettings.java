package io.ris.settings;

import static io.ris.settings.Constraint.between;
import static io.ris.settings.Constraint.each;
import static io.ris.settings.Constraint.matching;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Sign-on with an OpenID Connect provider. */
public final class SignOnSettings {

    private static final Constraint<String> CLAIM = matching("the name of a claim", "[\\w.:/-]+");

    public static final Setting<Boolean> ENABLED = Definition.flag("authentication.oidc.enabled", false)
            .effect("Whether users can sign on with an OpenID Connect provider; needs `server.public_url`.");

    public static final Setting<String> ISSUER = Definition.text("authentication.oidc.issuer")
            .allow(matching(
                    "https://HOST..., or http:// on this machine",
                    "(https://[^/?#@\\s]+|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d+)?)(/[^?#\\s]*)?"))
            .effect("The provider, as it names itself in its tokens.");

    public static final Setting<Path> CA_FILE = Definition.path("authentication.oidc.ca_file")
            .effect("PEM file with the CA of the provider's server; those of the JDK where none is given.");

    public static final Setting<String> CLIENT_ID = Definition.text("authentication.oidc.client_id")
            .allow(matching("not blank", ".*\\S.*"))
            .effect("What the provider calls this hub.");

    public static final Setting<String> CLIENT_SECRET = Definition.text("authentication.oidc.client_secret")
            .allow(matching("not empty", "(?s).+"))
            .secret()
            .effect("The hub's secret at the provider; none for a public client.");

    public static final Setting<List<String>> SCOPES = Definition.list("authentication.oidc.scopes")
            .allow(each("names of scopes", item -> item.matches("[!-~&&[^\"\\\\]]+")))
            .defaultsTo(List.of("openid", "profile", "email"))
            .effect("What is asked for; `openid` is always.");

    public static final Setting<String> USERNAME_CLAIM = Definition.text("authentication.oidc.username_claim")
            .allow(CLAIM)
            .defaultsTo("preferred_username")
            .effect("Claim of the ID token that is the user's name.");

    public static final Setting<String> GROUPS_CLAIM = Definition.text("authentication.oidc.groups_claim")
            .allow(CLAIM)
            .defaultsTo("groups")
            .effect("Claim of the ID token with the user's groups; dots lead into objects (`realm_access.roles`).");

    public static final Setting<String> TENANT_CLAIM = Definition.text("authentication.oidc.tenant_claim")
            .allow(CLAIM)
            .effect("Claim of the ID token with the codes of the user's tenants.");

    public static final Setting<List<String>> ROLE_MAPPING = Definition.list("authentication.oidc.role_mapping")
            .allow(each("GROUP -> ROLE", MappingRule::isValid))
            .defaultsTo(List.of())
            .effect("Roles of groups; a group is named whole.");

    public static final Setting<List<String>> TENANT_MAPPING = Definition.list("authentication.oidc.tenant_mapping")
            .allow(each("GROUP -> TENANT", MappingRule::isValid))
            .defaultsTo(List.of())
            .effect("Tenants of groups; without any, and without a claim, users belong to the default tenant.");

    public static final Setting<Duration> TIMEOUT = Definition.duration("authentication.oidc.timeout")
            .allow(between(Duration.ofSeconds(1), Duration.ofMinutes(1)))
            .defaultsTo(Duration.ofSeconds(5))
            .effect("How long the provider may take to answer the hub.");

    static final List<Setting<?>> ALL = List.of(
            ENABLED,
            ISSUER,
            CA_FILE,
            CLIENT_ID,
            CLIENT_SECRET,
            SCOPES,
            USERNAME_CLAIM,
            GROUPS_CLAIM,
            TENANT_CLAIM,
            ROLE_MAPPING,
            TENANT_MAPPING,
            TIMEOUT);

    private SignOnSettings() {}
}
