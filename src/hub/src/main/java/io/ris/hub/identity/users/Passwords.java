package io.ris.hub.identity.users;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.ris.hub.platform.HubService;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Hashes and checks passwords with bcrypt; at most a few at once, so that a flood of logins leaves processors for others. */
@HubService
public class Passwords {

    private static final int COST = 11;
    private static final int CONCURRENT = Math.max(1, Runtime.getRuntime().availableProcessors());

    private final Semaphore places = new Semaphore(CONCURRENT, true);
    private final String hashOfNobody = hash("nobody's password");

    /** The hash under which a password is stored. */
    public final String hash(String password) {
        return BCrypt.with(LongPasswordStrategies.hashSha512(BCrypt.Version.VERSION_2A))
                .hashToString(COST, password.toCharArray());
    }

    /**
     * Whether a password is the hashed one.
     *
     * @param hash null for who has none: then none is right, and it takes as long
     */
    public boolean matches(String password, @Nullable String hash) {
        places.acquireUninterruptibly();
        try {
            return BCrypt.verifyer(
                                    BCrypt.Version.VERSION_2A,
                                    LongPasswordStrategies.hashSha512(BCrypt.Version.VERSION_2A))
                            .verify(password.toCharArray(), hash == null ? hashOfNobody : hash)
                            .verified
                    && hash != null;
        } finally {
            places.release();
        }
    }

    /** Takes as long as a real check, so that an unknown user cannot be told from a wrong password. */
    public void checkForNobody(String password) {
        matches(password, hashOfNobody);
    }
}
