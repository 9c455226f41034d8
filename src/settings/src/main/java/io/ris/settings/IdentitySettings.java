package io.ris.settings;

import static io.ris.settings.Constraint.between;
import static io.ris.settings.Constraint.each;
import static io.ris.settings.Constraint.matching;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Tokens, sessions and tenants. */
public final class IdentitySettings {

    private static final Set<String> CHARACTER_CLASSES = Set.of("lower", "upper", "digit", "symbol");

    public static final Setting<String> JWT_SECRET = Definition.text("authentication.jwt.secret")
            .allow(matching("not empty", "(?s).+"))
            .variables("JWT_SECRET")
            .secret()
            .because("used with HS256 only; RS256 and ES256 sign with key pairs that the hub makes and rotates")
            .effect("Signing secret of access tokens with HS256, at least 32 bytes.");

    public static final Setting<Duration> JWT_EXPIRY = Definition.duration("authentication.jwt.expiry")
            .allow(between(Duration.ofMinutes(1), Duration.ofDays(30)))
            .defaultsTo(Duration.ofDays(1))
            .effect("Life of an access token.");

    public static final Setting<Duration> JWT_REFRESH_EXPIRY = Definition.duration("authentication.jwt.refresh_expiry")
            .allow(between(Duration.ofMinutes(1), Duration.ofDays(365)))
            .defaultsTo(Duration.ofDays(7))
            .effect("Life of a refresh token.");

    public static final Setting<String> JWT_ISSUER = Definition.text("authentication.jwt.issuer")
            .allow(matching("not blank", ".*\\S.*"))
            .defaultsTo("ris-server")
            .effect("Issuer (`iss`) of access tokens.");

    public static final Setting<String> JWT_ALGORITHM = Definition.choice(
                    "authentication.jwt.algorithm", "RS256", "ES256", "HS256")
            .because("whoever can verify HS256 can also sign; RS256 is also the cheapest to verify here")
            .effect("Signature algorithm of access tokens; another one ends all that are out.");

    public static final Setting<Duration> JWT_KEY_ROTATION = Definition.duration("authentication.jwt.key_rotation")
            .allow(between(Duration.ofMinutes(1), Duration.ofDays(3650)))
            .defaultsTo(Duration.ofDays(90))
            .effect("Age at which another key signs access tokens; the old one verifies until its tokens have ended.");

    public static final Setting<Duration> SESSION_DURATION = Definition.duration("authentication.session.duration")
            .allow(between(Duration.ofMinutes(1), Duration.ofDays(365)))
            .defaultsTo(Duration.ofHours(8))
            .effect("How long access tokens of a login are good without use or refresh.");

    public static final Setting<Duration> SESSION_RENEWAL = Definition.duration(
                    "authentication.session.renewal_threshold")
            .allow(between(Duration.ZERO, Duration.ofDays(365)))
            .defaultsTo(Duration.ofHours(1))
            .effect("Remaining life below which use renews a session.");

    public static final Setting<Integer> SESSION_MAX_CONCURRENT = Definition.number(
                    "authentication.session.max_concurrent")
            .allow(between(1, 1000))
            .defaultsTo(5)
            .effect("Sessions of a user at a time; one more ends the oldest.");

    public static final Setting<Duration> SESSION_EXTERNAL_MAX_AGE = Definition.duration(
                    "authentication.session.external_max_age")
            .allow(between(Duration.ofMinutes(1), Duration.ofDays(365)))
            .defaultsTo(Duration.ofDays(1))
            .effect("Age at which a session of a user of a directory or provider ends, refreshed or not.");

    public static final Setting<Boolean> MFA_REQUIRED = Definition.flag("authentication.mfa.required", false)
            .effect("Whether those who administer users, roles or tenants must log in with a second factor.");

    public static final Setting<Integer> PASSWORD_MIN_LENGTH = Definition.number("authentication.password.min_length")
            .allow(between(8, 128))
            .defaultsTo(12)
            .effect("Characters that a password has at least; a tenant may ask for more.");

    public static final Setting<List<String>> PASSWORD_CHARACTER_CLASSES = Definition.list(
                    "authentication.password.character_classes")
            .allow(each("of lower, upper, digit, symbol", CHARACTER_CLASSES::contains))
            .defaultsTo(List.of())
            .effect("Of each of which a password holds one character at least; a tenant may ask for more.");

    public static final Setting<Duration> INVITATION_EXPIRY = Definition.duration("authentication.invitation.expiry")
            .allow(between(Duration.ofMinutes(1), Duration.ofDays(30)))
            .defaultsTo(Duration.ofDays(3))
            .effect("How long an invited user can choose a password.");

    public static final Setting<Boolean> RBAC_ENABLED = Definition.flag("authorization.rbac.enabled", true)
            .allow(new Constraint<>(
                    "only true: who reaches the hub could else run commands on every machine", enabled -> enabled))
            .effect("Whether roles decide who may do what.");

    public static final Setting<String> DEFAULT_ROLE = Definition.choice(
                    "authorization.rbac.default_role",
                    "readonly",
                    "operator",
                    "admin",
                    "super_admin",
                    "service",
                    "probe")
            .effect("Role of a user who was given none.");

    public static final Setting<List<String>> ADMIN_USERS = Definition.list("authorization.rbac.admin_users")
            .allow(each("no blank items", item -> !item.isBlank()))
            .defaultsTo(List.of())
            .because("an example's users are nobody's administrators")
            .effect(
                    "Users of the default tenant, by name or address, who administer it; none of a directory or provider.");

    public static final Setting<List<String>> SUPER_ADMIN_USERS = Definition.list(
                    "authorization.rbac.super_admin_users")
            .allow(each("no blank items", item -> !item.isBlank()))
            .defaultsTo(List.of())
            .because("as for admin_users")
            .effect(
                    "Users of the default tenant, by name or address, who administer all tenants; none of a directory or provider.");

    public static final Setting<String> DEFAULT_TENANT = Definition.text("multi_tenant.default_tenant")
            .allow(matching("1 to 32 of a-z, 0-9 and _", "[a-z0-9][a-z0-9_]{0,31}"))
            .defaultsTo("default")
            .effect("Tenant of a login that names none; made at the first start.");

    static final List<Setting<?>> ALL = List.of(
            JWT_SECRET,
            JWT_EXPIRY,
            JWT_REFRESH_EXPIRY,
            JWT_ISSUER,
            JWT_ALGORITHM,
            JWT_KEY_ROTATION,
            SESSION_DURATION,
            SESSION_RENEWAL,
            SESSION_MAX_CONCURRENT,
            SESSION_EXTERNAL_MAX_AGE,
            MFA_REQUIRED,
            PASSWORD_MIN_LENGTH,
            PASSWORD_CHARACTER_CLASSES,
            INVITATION_EXPIRY,
            RBAC_ENABLED,
            DEFAULT_ROLE,
            ADMIN_USERS,
            SUPER_ADMIN_USERS,
            DEFAULT_TENANT);

    private IdentitySettings() {}
}
