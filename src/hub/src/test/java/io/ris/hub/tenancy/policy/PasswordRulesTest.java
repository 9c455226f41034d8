package io.ris.hub.tenancy.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ris.hub.platform.HubException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordRulesTest {

    private static final PasswordRules HUB = new PasswordRules(12, Set.of(CharacterClass.DIGIT));

    private static OwnPasswordRules own(@Nullable Integer minLength, @Nullable List<String> classes) {
        return new OwnPasswordRules(minLength, classes);
    }

    @Test
    void aTenantAddsToWhatTheHubAsks() {
        PasswordRules rules = HUB.with(own(16, List.of("upper")));

        assertThat(rules.minLength()).isEqualTo(16);
        assertThat(rules.classNames()).containsExactly("upper", "digit");
    }

    @Test
    void whatATenantDoesNotSayIsAsTheHubHasIt() {
        assertThat(HUB.with(own(null, null))).isEqualTo(HUB);
        assertThat(HUB.with(null)).isEqualTo(HUB);
    }

    @Test
    void theHubsRulesHoldWhereTheyBecameTheStricterOnes() {
        assertThat(HUB.with(own(8, List.of()))).isEqualTo(HUB);
    }

    @ParameterizedTest
    @CsvSource({
        "Abcdefghij1!, ",
        "Äöüßéèñçab1!, ",
        "Abcdefghi1!, must have 12 to 1024 characters",
        "abcdefghij1!, must hold an upper case letter",
        "ABCDEFGHIJ1!, must hold a lower case letter",
        "Abcdefghijk!, must hold a digit",
        "Abcdefghijk1, must hold a character that is neither letter nor digit",
        "abcdefghijkl, 'must hold an upper case letter, and a digit, and a character that is neither letter nor digit'"
    })
    void namesWhatAPasswordLacks(String password, @Nullable String fault) {
        assertThat(new PasswordRules(12, Set.of(CharacterClass.values())).fault(password))
                .isEqualTo(Optional.ofNullable(fault));
    }

    @Test
    void countsCharactersAndNotTheirUnits() {
        assertThat(new PasswordRules(12, Set.of()).fault("\uD83D\uDE00".repeat(11)))
                .isPresent();
        assertThat(new PasswordRules(12, Set.of()).fault("\uD83D\uDE00".repeat(12)))
                .isEmpty();
    }

    @Test
    void refusesATenantThatAsksForLessThanTheHub() {
        PasswordFloor floor = new PasswordFloor(12, Optional.of(List.of("digit")));

        assertRefused(floor, own(11, null), "settings.security_policy.password.min_length");
        assertRefused(floor, own(null, List.of()), "settings.security_policy.password.character_classes");
        assertRefused(floor, own(20, List.of("upper")), "settings.security_policy.password.character_classes");
        floor.requireNotLaxer(new SecurityPolicy(own(12, List.of("digit", "upper"))));
        floor.requireNotLaxer(new SecurityPolicy(own(null, null)));
        floor.requireNotLaxer(SecurityPolicy.USUAL);
        floor.requireNotLaxer(null);
    }

    private static void assertRefused(PasswordFloor floor, OwnPasswordRules rules, String field) {
        SecurityPolicy policy = new SecurityPolicy(rules);
        assertThatExceptionOfType(HubException.Invalid.class)
                .isThrownBy(() -> floor.requireNotLaxer(policy))
                .satisfies(invalid -> assertThat(invalid.errors())
                        .extracting(HubException.FieldError::field)
                        .containsExactly(field));
    }
}
