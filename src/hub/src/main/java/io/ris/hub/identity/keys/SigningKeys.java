package io.ris.hub.identity.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.vault.SealedData;
import io.ris.hub.platform.vault.Sealer;
import io.ris.hub.platform.vault.Vault;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** The keys of access tokens: the newest signs, all that are published verify. Thread-safe. */
@HubService
public class SigningKeys implements SealedData {

    private static final int RSA_BITS = 2048;

    private final SigningKeyRepository repository;
    private final Sealer sealer;
    private final Clock clock;
    private volatile List<RSAKey> keys = List.of();

    @Inject
    SigningKeys(SigningKeyRepository repository, Vault vault, Clock clock) {
        this.repository = repository;
        this.sealer = vault.ofPlatform();
        this.clock = clock;
    }

    void load(@Observes @Priority(StartupOrder.IDENTITY) Startup startup) {
        if (repository.all().isEmpty()) {
            repository.insert(newKey());
        }
        keys = repository.all().stream().map(this::open).toList();
        PublishedKeys.publish(
                new JWKSet(List.<JWK>copyOf(keys)).toPublicJWKSet().toString());
    }

    @Override
    public boolean isOfTenants() {
        return false;
    }

    @Override
    public long reseal(Sealer with) {
        List<SigningKeyRepository.SealedKey> stale = repository.all().stream()
                .filter(key -> !key.sealed().startsWith(with.currentPrefix()))
                .toList();
        stale.forEach(key ->
                repository.reseal(key, with.seal(with.open(key.sealed(), context(key.id())), context(key.id()))));
        return stale.size();
    }

    /** The id of the key that signs. */
    public String currentId() {
        return keys.getLast().getKeyID();
    }

    /** Signs with the current key. */
    public JWSSigner signer() {
        try {
            return new RSASSASigner(keys.getLast());
        } catch (JOSEException e) {
            throw new IllegalStateException("the signing key cannot be used", e);
        }
    }

    private SigningKeyRepository.SealedKey newKey() {
        String id = UUID.randomUUID().toString();
        try {
            RSAKey key = new RSAKeyGenerator(RSA_BITS)
                    .keyID(id)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyUse(KeyUse.SIGNATURE)
                    .generate();
            return new SigningKeyRepository.SealedKey(
                    id, sealer.seal(key.toJSONString(), context(id)), clock.instant());
        } catch (JOSEException e) {
            throw new IllegalStateException("no RSA on this Java platform", e);
        }
    }

    private RSAKey open(SigningKeyRepository.SealedKey stored) {
        try {
            return RSAKey.parse(sealer.open(stored.sealed(), context(stored.id())));
        } catch (ParseException e) {
            throw new IllegalStateException("signing key " + stored.id() + " is damaged", e);
        }
    }

    private static String context(String id) {
        return "signing_keys/" + id;
    }
}
