package io.ris.hub.identity.mfa;

import io.ris.hub.identity.lockout.LoginLocks;
import io.ris.hub.identity.users.User;
import io.ris.hub.identity.users.UserDeleted;
import io.ris.hub.identity.users.UserService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.crypto.Tokens;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.bouncycastle.util.encoders.Base32;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The second factors of the users of the tenant in scope. Thread-safe. */
@HubService
public class SecondFactors {

    /** RFC 4226, section 4, R6. */
    private static final int SECRET_BYTES = 20;

    private static final int DRIFT_STEPS = 1;

    private final SecondFactorRepository factors;
    private final SealedSecrets secrets;
    private final UserService users;
    private final LoginLocks locks;
    private final Clock clock;
    private final String issuer;

    @Inject
    SecondFactors(
            SecondFactorRepository factors,
            SealedSecrets secrets,
            UserService users,
            LoginLocks locks,
            Clock clock,
            @ConfigProperty(name = "authentication.jwt.issuer") String issuer) {
        this.factors = factors;
        this.secrets = secrets;
        this.users = users;
        this.locks = locks;
        this.clock = clock;
        this.issuer = issuer;
    }

    /**
     * Makes a secret for a user's authenticator; it guards nothing before it is confirmed.
     *
     * @throws HubException.Conflict if the user has a second factor
     */
    public Enrolment enrol(User user) {
        requireNone(user);
        byte[] secret = Tokens.randomBytes(SECRET_BYTES);
        factors.put(new SecondFactor(user.id(), secrets.seal(secret, user.id()), false, 0, List.of()));
        String text = Base32.toBase32String(secret);
        return new Enrolment(text, uri(user, text));
    }

    /**
     * Puts the second factor into force.
     *
     * @param keptSession the one session of the user that goes on
     * @return the recovery codes, told once
     */
    public List<String> confirm(User user, String code, String keptSession) {
        requireNone(user);
        SecondFactor factor = factors.find(user.id())
                .orElseThrow(() -> new HubException.Conflict(ProblemType.CONFLICT, "enrol first"));
        if (!guarded(user, () -> takeTimed(factor, code))) {
            throw HubException.Invalid.rule("code", "is wrong; is the clock of the authenticator right?");
        }
        List<String> codes = renewRecoveryCodes(user);
        users.setSecondFactor(user, true, keptSession);
        return codes;
    }

    /** Other recovery codes in place of those that are left, told once. */
    public List<String> renewRecoveryCodes(User user) {
        List<String> codes = RecoveryCodes.make();
        factors.confirm(
                user.id(),
                codes.stream().map(code -> RecoveryCodes.hash(user.id(), code)).toList());
        return codes;
    }

    /** Takes a user's second factor away. */
    public void remove(User user, @Nullable String keptSession) {
        users.setSecondFactor(user, false, keptSession);
        factors.delete(user.id());
    }

    /**
     * Whether a code is good; then it is not a second time.
     *
     * @param code of the authenticator, or a recovery code
     * @throws HubException.Unavailable if too many were wrong
     */
    public boolean take(User user, String code) {
        return factors.find(user.id())
                .filter(SecondFactor::confirmed)
                .filter(factor -> guarded(user, () -> takeTimed(factor, code) || takeRecovery(factor, code)))
                .isPresent();
    }

    void forget(@Observes UserDeleted deleted) {
        factors.delete(deleted.userId());
    }

    private boolean guarded(User user, BooleanSupplier check) {
        LoginLocks.Attempt attempt = locks.attemptCode(TenantScope.require().value(), user.id())
                .orElseThrow(() -> new HubException.Unavailable(
                        ProblemType.TOO_MANY_ATTEMPTS,
                        "too many codes were wrong; try again later",
                        Duration.ofMinutes(1),
                        null));
        boolean good = check.getAsBoolean();
        if (good) {
            locks.succeeded(attempt);
        }
        return good;
    }

    private boolean takeTimed(SecondFactor factor, String code) {
        if (!code.matches("[0-9]{" + Totp.DIGITS + "}")) {
            return false;
        }
        byte[] secret = secrets.open(factor);
        long now = Totp.step(clock.instant());
        Optional<Long> step = LongStream.rangeClosed(now - DRIFT_STEPS, now + DRIFT_STEPS)
                .boxed()
                .filter(each -> Totp.code(secret, each).equals(code))
                .reduce((older, newer) -> newer);
        return step.isPresent() && factors.take(factor, step.get());
    }

    private boolean takeRecovery(SecondFactor factor, String code) {
        return factors.takeRecoveryCode(factor.userId(), RecoveryCodes.hash(factor.userId(), code));
    }

    private static void requireNone(User user) {
        if (user.secondFactor()) {
            throw new HubException.Conflict(ProblemType.CONFLICT, "you have a second factor; take it away first");
        }
    }

    /** As authenticator apps read it from a QR code. */
    private String uri(User user, String secret) {
        String label = encoded(issuer) + ":" + encoded(user.username() + " (" + TenantScope.require() + ")");
        return "otpauth://totp/" + label + "?secret=" + secret + "&issuer=" + encoded(issuer)
                + "&algorithm=SHA1&digits=" + Totp.DIGITS + "&period=" + Totp.PERIOD_SECONDS;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * What an authenticator needs, told once.
     *
     * @param secret in base32
     * @param uri the same as a URI, to be shown as a QR code
     */
    public record Enrolment(String secret, String uri) {

        @Override
        public String toString() {
            return "Enrolment[]";
        }
    }
}
