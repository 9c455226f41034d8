package io.ris.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @Test
    void splitsAtWhiteSpace() {
        assertThat(CommandLine.of("  vault kv\tget  -field=key\nsecret/ris ").words())
                .containsExactly("vault", "kv", "get", "-field=key", "secret/ris");
    }

    @Test
    void quotesKeepWhiteSpaceAndEachOther() {
        assertThat(CommandLine.of("a 'b  c' \"d 'e\" f='g \"h' '' \"\"").words())
                .containsExactly("a", "b  c", "d 'e", "f=g \"h", "", "");
    }

    @Test
    void everythingElseMeansItself() {
        assertThat(CommandLine.of("echo $HOME \\n * | ; ${x} %s ~ #").words())
                .containsExactly("echo", "$HOME", "\\n", "*", "|", ";", "${x}", "%s", "~", "#");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "''", "a 'b", "a \"b'", "./key.sh", "bin/key.sh", "key\0 a"})
    void refusesWhatIsNoneOrDependsOnTheWorkingDirectory(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandLine.of(line))
                .withMessage("not a command line");
    }

    @Test
    void namesTheProgramWithoutItsFolder() {
        assertThat(CommandLine.of("/opt/bin/key.sh a/b").program()).isEqualTo("key.sh");
        assertThat(CommandLine.of("age -d").program()).isEqualTo("age");
    }

    @Test
    void aKeyIsGivenInOneWay() {
        String key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
        InvalidSettingsException refusal = catchThrowableOfType(
                InvalidSettingsException.class,
                () -> Settings.load(Map.of(
                        "RIS_MASTER_KEY",
                        key,
                        "RIS_SECURITY_MASTER_KEY_COMMAND",
                        "age -d key.age",
                        "RIS_SECURITY_PREVIOUS_MASTER_KEYS",
                        key,
                        "RIS_SECURITY_PREVIOUS_MASTER_KEYS_COMMAND",
                        "age -d old.age")));

        assertThat(refusal.problems())
                .extracting(Problem::toString)
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .startsWith("security.master_key_command: is given, and security.master_key too"),
                        line -> assertThat(line)
                                .startsWith("security.previous_master_keys_command: is given, and"
                                        + " security.previous_master_keys too"));
    }

    @Test
    void productionTakesAMasterKeyFromACommand() throws Exception {
        Settings settings = Settings.load(Map.of(
                "RIS_ENV", "production",
                "MONGODB_URI", "mongodb://db/ris",
                "TLS_CERT_FILE", "c",
                "TLS_KEY_FILE", "k",
                "RIS_SECURITY_MASTER_KEY_COMMAND", "/usr/bin/systemd-creds decrypt /etc/ris/master.cred -"));

        assertThat(EncryptionSettings.isMasterKeyGiven(settings)).isTrue();
    }
}
