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
        return new CommandSpec("id", List.of(), null, environment, null, null, user, privileged, true);
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
}
