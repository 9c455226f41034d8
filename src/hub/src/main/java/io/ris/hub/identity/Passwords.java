package io.ris.hub.identity;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.ris.hub.platform.HubService;
import java.util.concurrent.Semaphore;

/** Hashes and checks passwords with bcrypt; at most a few at once, so that a flood of logins leaves processors for others. */
@HubService
class Passwords {

    private static final int COST = 11;
    private static final int CONCURRENT = Math.max(1, Runtime.getRuntime().availableProcessors());

    private final Semaphore places = new Semaphore(CONCURRENT, true);
    private final String hashOfNobody = hash("nobody's password");

    final String hash(String password) {
        return BCrypt.with(LongPasswordStrategies.hashSha512(BCrypt.Version.VERSION_2A))
                .hashToString(COST, password.toCharArray());
    }

    /** Whether a password is the hashed one. */
    boolean matches(String password, String hash) {
        places.acquireUninterruptibly();
        try {
            return BCrypt.verifyer(
                            BCrypt.Version.VERSION_2A, LongPasswordStrategies.hashSha512(BCrypt.Version.VERSION_2A))
                    .verify(password.toCharArray(), hash)
                    .verified;
        } finally {
            places.release();
        }
    }

    /** Takes as long as a real check, so that an unknown user cannot be told from a wrong password. */
    void checkForNobody(String password) {
        matches(password, hashOfNobody);
    }
}
