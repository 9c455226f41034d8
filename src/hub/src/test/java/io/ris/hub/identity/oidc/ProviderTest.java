package io.ris.hub.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.crypto.Tokens;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Tokens that a provider, or somebody in its place, could send. */
class ProviderTest {

    private static final URI CALLBACK = URI.create("https://hub.example/auth/oidc/callback");

    @AutoClose
    private final FakeProvider fake = new FakeProvider();

    private final List<String> askedFor = new ArrayList<>();
    private final Provider provider = providerAt(fake.url());

    private Provider providerAt(String issuer) {
        Optional<String> named = Optional.of(issuer);
        return new Provider(
                new ProviderHttp(this::refuse, Duration.ofSeconds(2), named, Optional.empty()),
                Clock.systemUTC(),
                named,
                Optional.of(FakeProvider.CLIENT),
                Optional.of("secret"));
    }

    private List<InetAddress> refuse(String host) throws UnknownHostException {
        askedFor.add(host);
        throw new UnknownHostException(host);
    }

    @Test
    void takesATokenThatIsForItself() throws Exception {
        fake.issue(fake.claims().build());

        assertThat(redeem().getSubject()).isEqualTo("subject-1");
    }

    @Test
    void takesTheHashOfItsAccessTokenAndNoOther() throws Exception {
        fake.issue(fake.claims()
                .claim("at_hash", halfHash(FakeProvider.ACCESS_TOKEN))
                .build());
        assertThat(redeem().getSubject()).isEqualTo("subject-1");

        refuses(fake.claims().claim("at_hash", halfHash("another")).build());
    }

    private static String halfHash(String text) {
        byte[] hash = Tokens.sha256(text.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, hash.length / 2));
    }

    @Test
    void refusesATokenWithAnotherNonceOrNone() {
        refuses(fake.claims().claim("nonce", "another").build());
        refuses(fake.claims().claim("nonce", null).build());
    }

    @Test
    void refusesATokenOfAnotherClient() {
        refuses(fake.claims().audience("another").build());
        refuses(fake.claims().claim("azp", "another").build());
        refuses(fake.claims().audience(List.of(FakeProvider.CLIENT, "another")).build());
    }

    @Test
    void refusesATokenOfAnotherIssuer() {
        refuses(fake.claims().issuer("https://another.example").build());
    }

    @Test
    void refusesATokenThatIsOver() {
        refuses(fake.claims()
                .expirationTime(Date.from(Instant.now().minusSeconds(120)))
                .build());
    }

    @Test
    void refusesATokenThatNobodySigned() {
        refuses(new PlainJWT(fake.claims().build()).serialize());
    }

    @Test
    void refusesATokenSignedWithThePublicKeyAsASecret() throws JOSEException {
        byte[] publicKey = fake.key().toRSAPublicKey().getEncoded();

        refuses(FakeProvider.signed(
                fake.claims().build(), JWSAlgorithm.HS256, fake.key().getKeyID(), new MACSigner(publicKey)));
    }

    @Test
    void refusesATokenSignedWithAnotherKeyUnderTheSameName() {
        refuses(FakeProvider.signed(
                fake.claims().build(), FakeProvider.newKey(fake.key().getKeyID())));
    }

    @Test
    void followsTheProvidersNewKey() throws Exception {
        fake.issue(fake.claims().build());
        redeem();
        fake.rotateKey();
        fake.issue(fake.claims().subject("subject-2").build());

        assertThat(redeem().getSubject()).isEqualTo("subject-2");
    }

    @Test
    void saysThatTheProviderIsSilent() {
        fake.hang();

        assertThatExceptionOfType(HubException.Unavailable.class).isThrownBy(provider::authorizationEndpoint);
    }

    @Test
    void saysThatTheProviderIsDown() {
        FakeProvider gone = new FakeProvider();
        gone.close();
        Provider down = providerAt(gone.url());

        assertThatExceptionOfType(HubException.Unavailable.class).isThrownBy(down::authorizationEndpoint);
    }

    @Test
    void takesNoMetadataOfAnotherProvider() {
        fake.nameItself("https://another.example");

        assertThatExceptionOfType(HubException.Unavailable.class).isThrownBy(provider::authorizationEndpoint);
    }

    @Test
    void callsNoOtherHostThatTheHubMayNotCall() {
        String metadataService = "169.254.169.254";
        fake.nameKeysAt("http://" + metadataService + "/keys");
        fake.issue(fake.claims().build());

        assertThatExceptionOfType(HubException.Unavailable.class).isThrownBy(this::redeem);
        assertThat(askedFor).containsOnly(metadataService);
    }

    @Test
    void readsNoEndlessAnswer() {
        fake.issue(fake.claims().build());
        fake.answerWith("x".repeat(1024 * 1024));

        assertThatExceptionOfType(HubException.Unavailable.class).isThrownBy(this::redeem);
    }

    private JWTClaimsSet redeem() throws SignOnRefused {
        return provider.redeem("code", CALLBACK, new CodeVerifier("v".repeat(43)), new Nonce(FakeProvider.NONCE));
    }

    private void refuses(JWTClaimsSet claims) {
        refuses(FakeProvider.signed(claims, fake.key()));
    }

    private void refuses(String token) {
        fake.issue(token);
        assertThatExceptionOfType(SignOnRefused.class)
                .isThrownBy(this::redeem)
                .extracting(SignOnRefused::reason)
                .isEqualTo("bad_id_token");
    }
}
