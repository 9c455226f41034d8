package io.ris.hub.identity.users;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and checks passwords with bcrypt: a few at once, and a few that wait, so that a flood of logins leaves processors for
 * others and is refused quickly. Thread-safe.
 */
@HubService
public class Passwords {

    private static final int COST = 11;
    private static final int CONCURRENT = Math.max(1, Runtime.getRuntime().availableProcessors());
    private static final int WAITING = 8 * CONCURRENT;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final Semaphore places;
    private final int mostWaiting;
    private final String hashOfNobody;
    private volatile long typicalNanos;

    Passwords() {
        this(CONCURRENT, WAITING);
    }

    Passwords(int places, int mostWaiting) {
        this.places = new Semaphore(places, true);
        this.mostWaiting = mostWaiting;
        this.hashOfNobody = hash("nobody's password");
    }

    /**
     * The hash under which a password is stored.
     *
     * @throws HubException.Unavailable if too many are being hashed
     */
    public final String hash(String password) {
        return inPlace(() -> BCrypt.with(LongPasswordStrategies.hashSha512(BCrypt.Version.VERSION_2A))
                .hashToString(COST, password.toCharArray()));
    }

    /**
     * Whether a password is the hashed one.
     *
     * @param hash null for who has none: then none is right, and it takes as long
     * @throws HubException.Unavailable if too many are being checked
     */
    public boolean matches(String password, @Nullable String hash) {
        String compared = hash == null ? hashOfNobody : hash;
        boolean verified = inPlace(() -> BCrypt.verifyer(
                        BCrypt.Version.VERSION_2A, LongPasswordStrategies.hashSha512(BCrypt.Version.VERSION_2A))
                .verify(password.toCharArray(), compared)
                .verified);
        return verified && hash != null;
    }

    /** Takes as long as a real check, so that an unknown user cannot be told from a wrong password. */
    public void checkForNobody(String password) {
        matches(password, null);
    }

    /** How long a check takes these days, give or take. */
    public Duration typicalTime() {
        return Duration.ofNanos(typicalNanos);
    }

    private <T> T inPlace(Supplier<T> work) {
        takePlace();
        long before = System.nanoTime();
        try {
            return work.get();
        } finally {
            long taken = System.nanoTime() - before;
            typicalNanos = typicalNanos == 0 ? taken : (7 * typicalNanos + taken) / 8;
            places.release();
        }
    }

    private void takePlace() {
        try {
            if (places.getQueueLength() >= mostWaiting
                    || !places.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new HubException.Unavailable(
                        ProblemType.TOO_MANY_LOGINS,
                        "too many passwords are being checked; try again",
                        Duration.ofSeconds(2),
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting to check a password", e);
        }
    }
}
