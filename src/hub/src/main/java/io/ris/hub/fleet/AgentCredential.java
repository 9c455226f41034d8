package io.ris.hub.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys by which the hub knows an agent. The present one is good until the next one has been used once.
 *
 * @param keyHash SHA-256 of the present public key; null before enrolment and after revocation
 * @param certificate the certificate of that key, in PEM
 * @param nextKeyHash SHA-256 of a key that was certified and has not been used yet
 * @param nextCertificate the certificate of that one
 * @param revokedAt when the agent was cut off; null unless it is
 * @param revokedKeys hashes of the keys that were ever taken away from it
 */
public record AgentCredential(
        @Nullable String keyHash,
        @Nullable String certificate,
        @Nullable String nextKeyHash,
        @Nullable String nextCertificate,
        @Nullable Instant revokedAt,
        List<String> revokedKeys) {

    public AgentCredential {
        revokedKeys = List.copyOf(revokedKeys);
    }

    /** The certificate of a key, if the agent may use that key. */
    public Optional<String> certificateOf(String hash) {
        if (hash.equals(keyHash)) {
            return Optional.ofNullable(certificate);
        }
        return hash.equals(nextKeyHash) ? Optional.ofNullable(nextCertificate) : Optional.empty();
    }

    /** The hashes of all keys that the agent may use. */
    public List<String> keyHashes() {
        return Stream.of(keyHash, nextKeyHash).filter(Objects::nonNull).toList();
    }
}
