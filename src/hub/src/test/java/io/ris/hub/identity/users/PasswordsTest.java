package io.ris.hub.identity.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.HubException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PasswordsTest {

    private static final Passwords PASSWORDS = new Passwords();

    @Test
    void knowsThePasswordAndNoOther() {
        String hash = PASSWORDS.hash("Passw\u00f6rd 1");
        assertThat(hash).startsWith("$2a$").doesNotContain("Passw");
        assertThat(PASSWORDS.matches("Passw\u00f6rd 1", hash)).isTrue();
        assertThat(PASSWORDS.matches("Passw\u00f6rd 2", hash)).isFalse();
        assertThat(PASSWORDS.matches("", hash)).isFalse();
    }

    @Test
    void hashesTheSamePasswordDifferentlyEachTime() {
        assertThat(PASSWORDS.hash("same")).isNotEqualTo(PASSWORDS.hash("same"));
    }

    /** bcrypt by itself looks at 72 bytes. */
    @Test
    void looksAtEveryCharacterOfALongPassword() {
        String hash = PASSWORDS.hash("a".repeat(1_000) + "b");
        assertThat(PASSWORDS.matches("a".repeat(1_000) + "b", hash)).isTrue();
        assertThat(PASSWORDS.matches("a".repeat(1_000) + "c", hash)).isFalse();
    }

    @Test
    void nothingMatchesAHashThatIsNone() {
        assertThat(PASSWORDS.matches("password", "not a hash")).isFalse();
    }

    @Test
    void checksForNobodyWithoutAComplaint() {
        PASSWORDS.checkForNobody("password");
        assertThat(PASSWORDS.matches("nobody's password", PASSWORDS.hash("other")))
                .isFalse();
    }

    @Test
    void refusesQuicklyWhatItHasNoPlaceFor() throws Exception {
        Passwords one = new Passwords(1, 1);
        int asking = 6;
        CyclicBarrier start = new CyclicBarrier(asking);
        int refused = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(asking)) {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < asking; i++) {
                answers.add(pool.submit(() -> {
                    start.await();
                    try {
                        one.hash("password");
                        return false;
                    } catch (HubException.Unavailable e) {
                        return true;
                    }
                }));
            }
            for (Future<Boolean> answer : answers) {
                refused += answer.get(1, TimeUnit.MINUTES) ? 1 : 0;
            }
        }
        assertThat(refused).isBetween(1, asking - 1);
        assertThat(one.hash("password")).startsWith("$2a$");
    }

    @Test
    void whoHasNoPasswordMatchesNone() {
        assertThat(PASSWORDS.matches("nobody's password", null)).isFalse();
    }
}
