package io.ris.hub.identity.apikeys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentPatternTest {

    @ParameterizedTest
    @CsvSource({"a, a", "a*, a", "a*, ab", "*, ab", "*b, ab", "a*c, abc", "a-*, a-b", "a*b*, aXbY"})
    void coversWhatItMeans(String pattern, String agent) {
        assertThat(AgentPattern.matches(pattern, agent)).isTrue();
    }

    /** As Nomad's policies did, CVE-2025-4922. */
    @ParameterizedTest
    @CsvSource({"a, ab", "a, a/b", "ab, a", "a-*, ab", "*a, ab", "a*c, abcd", "a*, ba", "a.b, aXb", "A, a"})
    void coversNoNameThatOnlyBeginsOrEndsAlike(String pattern, String agent) {
        assertThat(AgentPattern.matches(pattern, agent)).isFalse();
    }
}
