package io.ris.hub.platform.crypto;

import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The key that everything else at rest hangs on: 32 bytes from file or environment, never from the store. */
@HubService
public class MasterKey {

    private static final int BYTES = 32;

    private final SecretKey key;

    /** @throws IllegalStateException if the setting is not 32 bytes in base64 */
    @Inject
    public MasterKey(@ConfigProperty(name = "security.master_key") String base64) {
        byte[] bytes = decode(base64.strip());
        if (bytes.length != BYTES) {
            throw refused();
        }
        key = new SecretKeySpec(bytes, "AES");
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw refused(); // without the cause, whose message repeats a part of the key
        }
    }

    private static IllegalStateException refused() {
        return new IllegalStateException("ris: security.master_key must be 32 bytes in base64");
    }

    /** Seals under this key. */
    public SealedText sealer() {
        return new SealedText(key);
    }
}
