package io.ris.settings;

import static io.ris.settings.Constraint.between;
import static io.ris.settings.Constraint.matching;

import java.time.Duration;
import java.util.List;

/** Tokens, sessions and tenants. */
public final class IdentitySettings {

    public static final Setting<String> JWT_SECRET = Definition.text("authentication.jwt.secret")
            .allow(matching("not empty", "(?s).+"))
            .variables("JWT_SECRET")
            .secret()
            .because("used with HS256 only; RS256 and ES256 sign with key pairs that the hub makes and rotates")
            .reserved("Signing secret of access tokens with HS256, at least 32 bytes.");

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
            .reserved("Signature algorithm of access tokens.");

    public static final Setting<Duration> SESSION_DURATION = Definition.duration("authentication.session.duration")
            .allow(between(Duration.ofMinutes(1), Duration.ofDays(365)))
            .defaultsTo(Duration.ofHours(8))
            .reserved("How long a login lasts without being renewed.");

    public static final Setting<Integer> SESSION_MAX_CONCURRENT = Definition.number(
                    "authentication.session.max_concurrent")
            .allow(between(1, 1000))
            .defaultsTo(5)
            .reserved("Sessions of a user at a time; one more ends the oldest.");

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
            SESSION_DURATION,
            SESSION_MAX_CONCURRENT,
            DEFAULT_TENANT);

    private IdentitySettings() {}
}
