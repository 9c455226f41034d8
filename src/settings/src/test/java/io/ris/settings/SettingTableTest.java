package io.ris.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingTableTest {

    static Stream<Setting<?>> settings() {
        return SettingTable.all().stream();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everyDefaultKeepsToItsOwnConstraint(Setting<?> setting) throws Exception {
        for (RuntimeEnvironment environment : RuntimeEnvironment.values()) {
            for (boolean embedded : new boolean[] {true, false}) {
                assertDefaultIsReadBack(setting, environment, embedded);
            }
        }
    }

    private static <T> void assertDefaultIsReadBack(
            Setting<T> setting, RuntimeEnvironment environment, boolean embedded) throws BadValueException {
        var value = setting.defaultIn(environment, embedded);
        if (value.isPresent()) {
            assertThat(setting.read(new RawValue.Variable(SettingText.of(value.get()))))
                    .isEqualTo(value.get());
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingIsDescribedInOneSentence(Setting<?> setting) {
        assertThat(setting.effect()).matches("[A-Z].*\\.").doesNotContain("\n", "|");
        assertThat(setting.key()).matches("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingHasAVariableOfItsOwn(Setting<?> setting) {
        assertThat(setting.variable())
                .isEqualTo("RIS_" + setting.key().toUpperCase(Locale.ROOT).replace('.', '_'));
        assertThat(SettingTable.byVariable(setting.variable())).isSameAs(setting);
    }

    @Test
    void noSecretsFileVariableIsTheNameOfAnotherSetting() {
        assertThat(settings().filter(Setting::secret).map(setting -> setting.variable() + "_FILE"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(SettingTable.byVariable(name)).isNull());
    }

    @Test
    void findsASettingByItsCanonicalKeyOnly() {
        assertThat(SettingTable.find("server.port")).contains(ServerSettings.PORT);
        assertThat(SettingTable.find("server.cert_file")).isEmpty();
    }

    @Test
    void showsNoSecret() {
        assertThat(EncryptionSettings.MASTER_KEY.display("hunter2")).isEqualTo("***");
        assertThat(ServerSettings.PORT.display(1)).isEqualTo("1");
    }
}
