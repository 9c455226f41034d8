package io.ris.hub.identity.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import jakarta.inject.Inject;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class SigningKeysIT {

    @Inject
    private SigningKeys keys;

    @Inject
    private SigningKeyRepository stored;

    @Test
    void publishesNoPrivateKey() throws Exception {
        JWKSet published = JWKSet.parse(new PublishedKeys().getValue("mp.jwt.verify.publickey"));
        assertThat(published.getKeys()).isNotEmpty().noneMatch(key -> key.isPrivate());
        assertThat(published.getKeyByKeyId(keys.currentId())).isNotNull();
    }

    @Test
    void keysOutliveARestart() {
        String before = keys.currentId();
        int count = stored.all().size();
        keys.load(null);
        assertThat(keys.currentId()).isEqualTo(before);
        assertThat(stored.all()).hasSize(count);
    }

    @Test
    void theStoreHoldsNoOpenSigningKey() {
        assertThat(stored.all()).allSatisfy(key -> assertThat(key.sealed()).doesNotContain("\"d\"", "kty"));
    }
}
