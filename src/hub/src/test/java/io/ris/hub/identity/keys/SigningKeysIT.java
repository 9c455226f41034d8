package io.ris.hub.identity.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import jakarta.inject.Inject;
import java.util.List;
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
        assertThat(keys.all()).allMatch(key -> published.getKeyByKeyId(key.kid()) != null);
    }

    @Test
    void keysOutliveARestart() {
        List<KeyView> before = keys.all();
        keys.refresh();
        assertThat(keys.all()).isEqualTo(before);
    }

    @Test
    void aNewKeyIsPublishedBeforeItSigns() throws Exception {
        String signing = signing();

        KeyView made = keys.rotate();

        assertThat(made.state()).isEqualTo("next");
        assertThat(signing()).isEqualTo(signing);
        JWKSet published = JWKSet.parse(new PublishedKeys().getValue("mp.jwt.verify.publickey"));
        assertThat(published.getKeyByKeyId(made.kid())).isNotNull();
        assertThat(published.getKeyByKeyId(signing)).isNotNull();
    }

    private String signing() {
        return keys.all().stream()
                .filter(key -> key.state().equals("signing"))
                .map(KeyView::kid)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theStoreHoldsNoOpenSigningKey() {
        assertThat(stored.all()).allSatisfy(key -> assertThat(key.sealed()).doesNotContain("\"d\"", "kty"));
    }
}
