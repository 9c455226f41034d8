package io.ris.hub.webhooks.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SigningSecretTest {

    /** The example of Standard Webhooks' own libraries. */
    private static final SigningSecret KNOWN = new SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);
    private static final String BODY = "{\"test\": 2432232314}";

    @Test
    void signsAsStandardWebhooksDoes() {
        assertThat(KNOWN.sign(ID, AT, BODY)).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void coversIdTimeAndBody() {
        String signature = KNOWN.sign(ID, AT, BODY);
        assertThat(KNOWN.sign("msg_other", AT, BODY)).isNotEqualTo(signature);
        assertThat(KNOWN.sign(ID, AT.plusSeconds(1), BODY)).isNotEqualTo(signature);
        assertThat(KNOWN.sign(ID, AT, BODY + " ")).isNotEqualTo(signature);
        assertThat(KNOWN.sign(ID, AT.plusMillis(999), BODY))
                .as("the header tells whole seconds")
                .isEqualTo(signature);
    }

    @Test
    void aNewOneHas256BitsOfItsOwn() {
        SigningSecret one = SigningSecret.random();
        assertThat(Base64.getDecoder().decode(one.text().substring("whsec_".length())))
                .hasSize(32);
        assertThat(SigningSecret.random()).isNotEqualTo(one);
        assertThat(one).asString().doesNotContain(one.text());
    }

    @Test
    void isRefusedWithoutItsMarkOrItsKey() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SigningSecret("whsec_$$$$"));
        assertThatIllegalArgumentException().isThrownBy(() -> new SigningSecret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    }
}
