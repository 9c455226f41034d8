package io.ris.hub.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactionTest {

    @Test
    void leavesOutWhatIsNamedLikeASecret() {
        assertThat(Redaction.of(Map.of(
                        "password_hash", "x",
                        "refresh_hash", "x",
                        "sealed_key", "x",
                        "otp_secret", "x",
                        "recovery_codes", List.of("x"),
                        "spec", "x")))
                .allSatisfy((name, value) -> assertThat(value).isEqualTo(Redaction.LEFT_OUT));
    }

    @Test
    void leavesOutWhatLooksSealedOrHashedHoweverDeepItIs() {
        String sealed = "k1." + "A".repeat(40);
        Map<String, Object> redacted =
                Redaction.of(Map.of("a", Map.of("b", List.of(sealed, "$2a$10$abc", "plain")), "c", sealed));
        assertThat(redacted.toString())
                .doesNotContain(sealed)
                .doesNotContain("$2a$")
                .contains("plain");
    }

    @Test
    void keepsAllElse() {
        Map<String, Object> document =
                Map.of("name", "web-1", "number", 7, "labels", List.of("a=b"), "must_change_password", true);
        assertThat(Redaction.of(document)).isEqualTo(document);
    }
}
