package io.ris.hub.identity.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.ris.hub.identity.keys.SigningKeyRepository.SealedKey;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.vault.Sealer;
import io.ris.hub.platform.vault.Vault;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.time.Instant;

/** Makes, seals and opens key pairs. Thread-safe. */
@HubService
class KeyFactory {

    private static final int RSA_BITS = 2048;

    private final Sealer sealer;

    @Inject
    KeyFactory(Vault vault) {
        this.sealer = vault.ofPlatform();
    }

    JWK make(String id, JWSAlgorithm algorithm) {
        try {
            return JWSAlgorithm.ES256.equals(algorithm)
                    ? new ECKeyGenerator(Curve.P_256)
                            .keyID(id)
                            .algorithm(algorithm)
                            .keyUse(KeyUse.SIGNATURE)
                            .generate()
                    : new RSAKeyGenerator(RSA_BITS)
                            .keyID(id)
                            .algorithm(algorithm)
                            .keyUse(KeyUse.SIGNATURE)
                            .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java platform cannot make keys for " + algorithm, e);
        }
    }

    SealedKey seal(JWK key, Instant now, Instant signsFrom) {
        String id = key.getKeyID();
        return new SealedKey(
                id, key.getAlgorithm().getName(), sealer.seal(key.toJSONString(), context(id)), now, signsFrom);
    }

    JWK open(SealedKey stored) {
        try {
            return JWK.parse(sealer.open(stored.sealed(), context(stored.id())));
        } catch (ParseException e) {
            throw new IllegalStateException("signing key " + stored.id() + " is damaged", e);
        }
    }

    static JWSSigner signer(JWK key) throws JOSEException {
        return switch (key) {
            case ECKey ec -> new ECDSASigner(ec);
            case RSAKey rsa -> new RSASSASigner(rsa);
            default -> throw new IllegalStateException("signing key " + key.getKeyID() + " is of no known kind");
        };
    }

    /** The same key under another data key. */
    String reseal(SealedKey key, Sealer with) {
        return with.seal(with.open(key.sealed(), context(key.id())), context(key.id()));
    }

    private static String context(String id) {
        return "signing_keys/" + id;
    }
}
