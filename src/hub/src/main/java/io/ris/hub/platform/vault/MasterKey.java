package io.ris.hub.platform.vault;

import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The key that every other key at rest is wrapped with: 32 bytes that the operator gives, never from the store. Where it is
 * being replaced, those before it still unwrap. Thread-safe.
 */
@HubService
public class MasterKey {

    private static final System.Logger LOG = System.getLogger(MasterKey.class.getName());
    private static final int BYTES = 32;
    private static final byte LEGACY_VERSION = 1;

    private final List<SecretKey> keys;

    /**
     * The keys of the configuration, or those that its commands print.
     *
     * @param previous those that are being replaced
     * @throws IllegalStateException if one is not 32 bytes in base64, or a command fails
     */
    @Inject
    public MasterKey(
            @ConfigProperty(name = "security.master_key") Optional<String> current,
            @ConfigProperty(name = "security.master_key_command") Optional<String> command,
            @ConfigProperty(name = "security.previous_master_keys") Optional<String> previous,
            @ConfigProperty(name = "security.previous_master_keys_command") Optional<String> previousCommand,
            @ConfigProperty(name = "security.key_command_timeout") Duration timeout) {
        this(
                Given.of("security.master_key", current, command, timeout)
                        .orElseThrow(() -> new IllegalStateException("ris: security.master_key is missing")),
                Given.of("security.previous_master_keys", previous, previousCommand, timeout));
    }

    private MasterKey(Given current, Optional<Given> previous) {
        keys = Stream.concat(
                        Stream.of(key(current.text(), current.setting())),
                        previous.stream().flatMap(given -> given.words().map(word -> key(word, given.setting()))))
                .toList();
    }

    /**
     * What the operator gives.
     *
     * @param setting that holds it, or the command that printed it
     */
    private record Given(String text, String setting) {

        static Optional<Given> of(String setting, Optional<String> value, Optional<String> command, Duration timeout) {
            String commandSetting = setting + "_command";
            return value.map(text -> new Given(text, setting))
                    .or(() -> command.map(
                            line -> new Given(new KeyCommand(commandSetting, line, timeout).output(), commandSetting)));
        }

        Stream<String> words() {
            return Stream.of(text.split("[,\\s]+")).filter(word -> !word.isBlank());
        }

        @Override
        public String toString() {
            return "Given[" + setting + "]";
        }
    }

    private static SecretKey key(String base64, String setting) {
        byte[] bytes = decode(base64.strip(), setting);
        if (bytes.length != BYTES) {
            throw refused(setting);
        }
        return new SecretKeySpec(bytes, "AES");
    }

    private static byte[] decode(String base64, String setting) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw refused(setting); // without the cause, whose message repeats a part of the key
        }
    }

    private static IllegalStateException refused(String setting) {
        String message =
                "ris: " + setting + " must " + (setting.endsWith("_command") ? "print" : "be") + " 32 bytes in base64";
        LOG.log(System.Logger.Level.ERROR, message);
        return new IllegalStateException(message);
    }

    /** Wraps a key for one place, with the present master key. */
    String wrap(byte[] key, String context) {
        return Base64.getEncoder().encodeToString(AesGcm.seal(keys.getFirst(), key, context));
    }

    /**
     * A key that the present master key, or one before it, has wrapped.
     *
     * @throws NotOpenedException if none of them has
     */
    Unwrapped unwrap(String wrapped, String context) {
        byte[] bytes = Base64.getDecoder().decode(wrapped);
        return open(bytes, 0, context);
    }

    private Unwrapped open(byte[] sealed, int offset, String context) {
        NotOpenedException fault = new NotOpenedException("no master key", null);
        for (SecretKey key : keys) {
            try {
                return new Unwrapped(
                        new SecretKeySpec(AesGcm.open(key, sealed, offset, context), "AES"),
                        key.equals(keys.getFirst()));
            } catch (NotOpenedException e) {
                fault = e;
            }
        }
        throw fault;
    }

    /** What earlier releases sealed with the master key itself: base64 of a version byte, nonce, ciphertext and tag. */
    String openLegacy(String sealed, String context) {
        byte[] whole;
        try {
            whole = Base64.getDecoder().decode(sealed);
        } catch (IllegalArgumentException e) {
            throw new NotOpenedException("not a sealed text", e);
        }
        if (whole.length == 0 || whole[0] != LEGACY_VERSION) {
            throw new NotOpenedException("not a sealed text", null);
        }
        return new String(open(whole, 1, context).key().getEncoded(), StandardCharsets.UTF_8);
    }

    /**
     * A key in the open.
     *
     * @param current whether the present master key has wrapped it
     */
    record Unwrapped(SecretKey key, boolean current) {

        @Override
        public String toString() {
            return "Unwrapped[]";
        }
    }
}
