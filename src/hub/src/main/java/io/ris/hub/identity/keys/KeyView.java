package io.ris.hub.identity.keys;

import io.ris.hub.identity.keys.SigningKeyRepository.SealedKey;
import java.time.Instant;

/**
 * A signing key as it is shown.
 *
 * @param kid its id in tokens
 * @param state {@code next}, {@code signing}, or {@code verifying} until the last token it signed has ended
 */
public record KeyView(String kid, String algorithm, String state, Instant createdAt, Instant signsFrom) {

    static KeyView of(SealedKey key, String signing, Instant now) {
        String state = key.id().equals(signing) ? "signing" : key.signsFrom().isAfter(now) ? "next" : "verifying";
        return new KeyView(key.id(), key.algorithm(), state, key.createdAt(), key.signsFrom());
    }
}
