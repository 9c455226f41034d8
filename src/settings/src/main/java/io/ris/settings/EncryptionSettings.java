package io.ris.settings;

import static io.ris.settings.Constraint.between;
import static io.ris.settings.Constraint.each;

import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** The keys of data at rest. */
public final class EncryptionSettings {

    /** Bytes of the master key: AES-256. */
    static final int MASTER_KEY_BYTES = 32;

    private static final Constraint<String> COMMAND = new Constraint<>(
            "a program, with its absolute path or in PATH, and arguments; quotes keep white space; no shell",
            CommandLine::isValid);

    public static final Setting<String> MASTER_KEY = Definition.text("security.master_key")
            .allow(new Constraint<>(
                    "base64 of " + MASTER_KEY_BYTES + " random bytes (openssl rand -base64 " + MASTER_KEY_BYTES + ")",
                    EncryptionSettings::isMasterKey))
            .variables("RIS_MASTER_KEY")
            .secret()
            .effect("Key that wraps the keys of data at rest; made in the data directory where none is given"
                    + " outside production.");

    public static final Setting<String> MASTER_KEY_COMMAND = Definition.text("security.master_key_command")
            .allow(COMMAND)
            .effect("Command that prints the master key, such as the program of a key management service; in place of"
                    + " security.master_key, and run once at each start of a hub.");

    public static final Setting<List<String>> PREVIOUS_MASTER_KEYS = Definition.list("security.previous_master_keys")
            .allow(each("base64 of " + MASTER_KEY_BYTES + " bytes each", EncryptionSettings::isMasterKey))
            .defaultsTo(List.of())
            .secret()
            .effect(
                    "Master keys that are being replaced: they still open, and at the start of a hub what they wrapped is"
                            + " wrapped with the present one. With several hubs, give each of them both keys first, and then"
                            + " change which is the present one.");

    public static final Setting<String> PREVIOUS_MASTER_KEYS_COMMAND = Definition.text(
                    "security.previous_master_keys_command")
            .allow(COMMAND)
            .effect(
                    "Command that prints the master keys that are being replaced, apart by commas or white space; in place"
                            + " of security.previous_master_keys.");

    public static final Setting<Duration> KEY_COMMAND_TIMEOUT = Definition.duration("security.key_command_timeout")
            .allow(between(Duration.ofSeconds(1), Duration.ofMinutes(1)))
            .defaultsTo(Duration.ofSeconds(30))
            .effect("How long a command that prints keys may take.");

    public static final Setting<Boolean> DATA_AT_REST_ENABLED = Definition.flag(
                    "security.encryption.data_at_rest.enabled", true)
            .allow(new Constraint<>("only true: secrets are never stored in the open", enabled -> enabled))
            .effect("Whether secrets are stored encrypted.");

    public static final Setting<String> DATA_AT_REST_ALGORITHM = Definition.choice(
                    "security.encryption.data_at_rest.algorithm", "AES-256-GCM")
            .effect("Cipher of stored secrets.");

    public static final Setting<Integer> KEY_ROTATION_DAYS = Definition.number(
                    "security.encryption.data_at_rest.key_rotation_days")
            .allow(between(1, 3650))
            .defaultsTo(90)
            .effect("Days after which a tenant's data key is replaced, and what it sealed is sealed anew.");

    public static final Setting<Duration> ROTATION_GRACE = Definition.duration(
                    "security.encryption.data_at_rest.rotation_grace")
            .allow(between(Duration.ofSeconds(10), Duration.ofDays(30)))
            .defaultsTo(Duration.ofMinutes(2))
            .effect(
                    "How long after its replacement a data key is kept at least: until every hub seals with the new one.");

    static final List<Setting<?>> ALL = List.of(
            MASTER_KEY,
            MASTER_KEY_COMMAND,
            PREVIOUS_MASTER_KEYS,
            PREVIOUS_MASTER_KEYS_COMMAND,
            KEY_COMMAND_TIMEOUT,
            DATA_AT_REST_ENABLED,
            DATA_AT_REST_ALGORITHM,
            KEY_ROTATION_DAYS,
            ROTATION_GRACE);

    private EncryptionSettings() {}

    /** Whether the operator gives the master key, in whatever way. */
    public static boolean isMasterKeyGiven(Settings settings) {
        return settings.isGiven(MASTER_KEY) || settings.isGiven(MASTER_KEY_COMMAND);
    }

    private static boolean isMasterKey(String text) {
        return text.matches("[A-Za-z0-9+/]{43}=") && Base64.getDecoder().decode(text).length == MASTER_KEY_BYTES;
    }
}
