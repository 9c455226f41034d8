package io.ris.hub.identity.users;

import static org.assertj.core.api.Assertions.assertThat;

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
}
