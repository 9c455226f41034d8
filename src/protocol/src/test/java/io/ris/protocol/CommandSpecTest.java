package io.ris.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandSpecTest {

    private static CommandSpec as(@Nullable String user, boolean privileged, Map<String, String> environment) {
        return new CommandSpec("id", List.of(), null, environment, List.of(), null, null, user, privileged, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "_apt", "www-data", "CORP\\ada", "ada@corp.example", "host$", "0day", "jörg"})
    void takesNamesOfUsers(String name) {
        assertThat(as(name, false, Map.of()).runAsUser()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "1000", "-u", "--reuid=0", "a b", "a:b", "../a", "a\nb", "+0"})
    void refusesWhatIsNoNameOfAUser(String name) {
        assertThatThrownBy(() -> as(name, false, Map.of()))
                .isInstanceOfSatisfying(
                        SpecException.class, e -> assertThat(e.field()).isEqualTo("run_as_user"));
    }

    @Test
    void refusesAnotherUserTogetherWithPrivilege() {
        assertThatThrownBy(() -> as("app", true, Map.of())).hasMessageContaining("run_as_user");
    }

    @Test
    void refusesVariablesThatCannotBeHandedToAnotherUser() {
        assertThatThrownBy(() -> as("app", false, Map.of("a;id", "x"))).hasMessageContaining("environment");
        assertThatThrownBy(() -> as(null, true, Map.of("a;id", "x"))).hasMessageContaining("environment");
    }

    @Test
    void showsWhomItRunsAsButNoSecrets() {
        CommandSpec masked = as("app", false, Map.of("TOKEN", "secret")).masked();

        assertThat(masked.runAsUser()).isEqualTo("app");
        assertThat(masked.usesShell()).isTrue();
        assertThat(masked.environment()).containsEntry("TOKEN", HttpAuth.MASK);
    }

    private static CommandSpec withSecrets(Map<String, String> environment, String... secret) {
        return new CommandSpec("id", List.of(), null, environment, List.of(secret), null, null, null, null, null);
    }

    @Test
    void tellsWhatMustNotShow() {
        CommandSpec spec = withSecrets(Map.of("TOKEN", "t0ps3cret", "LANG", "C.UTF-8"), "TOKEN");
        assertThat(spec.secretTexts()).containsExactly("t0ps3cret");
        assertThat(spec.masked().environment()).containsEntry("TOKEN", "***").containsEntry("LANG", "***");
        assertThat(spec.masked().secretVariables()).containsExactly("TOKEN");
        assertThat(spec.toString()).doesNotContain("t0ps3cret");
    }

    @Test
    void refusesSecretsThatCannotBeKept() {
        for (String value : List.of("", "abc")) {
            assertThatThrownBy(() -> withSecrets(Map.of("TOKEN", value), "TOKEN"))
                    .isInstanceOfSatisfying(
                            SpecException.class, e -> assertThat(e.field()).isEqualTo("secret_variables"));
        }
        assertThatThrownBy(() -> withSecrets(Map.of(), "TOKEN"))
                .isInstanceOfSatisfying(
                        SpecException.class, e -> assertThat(e.field()).isEqualTo("secret_variables"));
    }
}
