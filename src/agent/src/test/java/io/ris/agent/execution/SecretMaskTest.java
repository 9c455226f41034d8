package io.ris.agent.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretMaskTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void masksEverySecretWhereverItStands() {
        SecretMask mask = SecretMask.of(List.of("hunter22", "s3cr3t"));
        assertThat(mask.apply("hunter22, s3cr3t and s3cr3ts3cr3t; not hunter2"))
                .isEqualTo("********, ****** and ************; not hunter2");
    }

    @Test
    void masksSecretsThatOverlap() {
        assertThat(SecretMask.of(List.of("abcd", "cdef")).apply("xabcdefx")).isEqualTo("x******x");
        assertThat(SecretMask.of(List.of("aaaa")).apply("aaaaaab")).isEqualTo("******b");
    }

    @Test
    void keepsTheLengthInBytes() {
        assertThat(SecretMask.of(List.of("grün€")).apply("<grün€>")).isEqualTo("<********>");
    }

    @Test
    void leavesAloneWhatIsTooShortToBeASecret() {
        SecretMask mask = SecretMask.of(List.of("abc", ""));
        assertThat(mask.isEmpty()).isTrue();
        assertThat(mask.apply("abc")).isEqualTo("abc");
    }

    @Test
    void tellsHowMuchOfTheEndMayBecomeASecret() {
        SecretMask mask = SecretMask.of(List.of("secret", "crypt!"));
        assertThat(mask.openEnd(bytes("a sec"))).isEqualTo(3);
        assertThat(mask.openEnd(bytes("a secr"))).isEqualTo(4);
        assertThat(mask.openEnd(bytes("a secret"))).isZero();
        assertThat(mask.openEnd(bytes("nothing"))).isZero();
        assertThat(mask.openEnd(bytes("s"))).isEqualTo(1);
        assertThat(mask.reach()).isEqualTo(5);
    }

    @Test
    void detailsAreMaskedAndOfBoundedLength() {
        SecretMask mask = SecretMask.of(List.of("hunter22"));

        assertThat(mask.detail("said hunter22")).isEqualTo("said ********");
        assertThat(mask.detail("x".repeat(496) + "hunter22")).isEqualTo("x".repeat(496) + "****...");
        assertThat(mask.detail("x".repeat(499) + "😀")).isEqualTo("x".repeat(499) + "...");
        assertThat(mask.detail("x".repeat(500))).hasSize(500);
        assertThat(mask.detail(null)).isEqualTo("null");
    }
}
