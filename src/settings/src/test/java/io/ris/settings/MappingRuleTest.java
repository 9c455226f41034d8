package io.ris.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappingRuleTest {

    @Test
    void takesNamesWithSpacesAndArrows() {
        assertThat(MappingRule.parse("cn=a -> b,dc=example -> operator"))
                .isEqualTo(new MappingRule("cn=a -> b,dc=example", "operator"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "operators", "-> operator", "operators ->", "operators -> Two Words", "a -> b ->"})
    void refusesWhatNamesNoTwoSides(String text) {
        assertThat(MappingRule.isValid(text)).isFalse();
        assertThatThrownBy(() -> MappingRule.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
