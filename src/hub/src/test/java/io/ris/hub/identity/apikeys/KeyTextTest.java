package io.ris.hub.identity.apikeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.TenantCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {

    @Test
    void saysWhoseItIsAndKeepsItsSecretToItself() {
        KeyText key = KeyText.random(new TenantCode("a_b"));
        assertThat(KeyText.parse(key.text())).contains(key);
        assertThat(key.tenant()).hasToString("a_b");
        assertThat(key.prefix()).startsWith("ris_a_b_").hasSizeLessThan(20);
        assertThat(key)
                .asString()
                .doesNotContain(key.text().substring(key.text().length() - 64));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ris_", "ris_a_b_c", "ris__00000000000000000000000000000000_0", "eyJ.a.b"})
    void whatIsNoKeyIsNone(String text) {
        assertThat(KeyText.parse(text)).isEmpty();
    }

    @Test
    void patternsAreComparedWhole() {
        assertThat(AgentPattern.matches("web-*", "web-1")).isTrue();
        assertThat(AgentPattern.matches("web-*", "my-web-1")).isFalse();
        assertThat(AgentPattern.matches("web", "web-1")).isFalse();
        assertThat(AgentPattern.matches("*", "anything")).isTrue();
        assertThat(AgentPattern.matches("w.b", "web")).isFalse();
    }
}
