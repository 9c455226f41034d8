package io.ris.hub.fleet.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.TenantCode;
import io.ris.protocol.AgentId;
import io.ris.protocol.AgentToken;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class AgentTokensIT {

    private static final AgentKey AGENT = new AgentKey(
            new TenantCode("default"), new AgentId(UUID.randomUUID().toString()));

    @Inject
    private AgentTokens tokens;

    @Inject
    private CertificateAuthority authority;

    private AgentKeyPair key;
    private X509Certificate certificate;

    @BeforeEach
    void certify() throws Exception {
        key = AgentKeyPair.fresh();
        certificate = authority.issue(AGENT, key.keys().getPublic()).certificate();
    }

    private void isRefused(String token) {
        assertThatThrownBy(() -> tokens.forConnection(token))
                .as(token)
                .isInstanceOfSatisfying(HubException.Refused.class, refusal -> {
                    assertThat(refusal.type().httpStatus()).isEqualTo(401);
                    assertThat(refusal.type().slug()).isEqualTo("agent_token_invalid");
                });
    }

    private void isRefused(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        isRefused(key.token(certificate, change));
    }

    private static Date in(Duration time) {
        return Date.from(Clock.systemUTC().instant().plus(time));
    }

    @Test
    void aTokenOfTheEnrolledKeyTellsTheAgent() throws Exception {
        AgentTokens.Proof proof = tokens.forConnection(key.token(certificate, UnaryOperator.identity()));
        assertThat(proof.agent()).isEqualTo(AGENT);
        assertThat(proof.certificate()).isEqualTo(certificate);
    }

    @Test
    void aTokenIsGoodOnce() throws Exception {
        String token = key.token(certificate, UnaryOperator.identity());
        tokens.forConnection(token);
        isRefused(token);
    }

    @Test
    void aTokenForAnotherTenantAgentOrHubIsRefused() throws Exception {
        isRefused(claims -> claims.claim(AgentToken.TENANT, "other"));
        isRefused(claims -> claims.claim(AgentToken.TENANT, null));
        isRefused(claims -> claims.subject(UUID.randomUUID().toString()));
        isRefused(claims -> claims.subject(null));
        isRefused(claims -> claims.audience("CN=RIS CA 00000000"));
        isRefused(claims -> claims.audience(List.of()));
    }

    @Test
    void aTokenThatIsNotOfNowIsRefused() throws Exception {
        isRefused(claims -> claims.issueTime(in(Duration.ofMinutes(-6))).expirationTime(in(Duration.ofMinutes(-1))));
        isRefused(claims -> claims.issueTime(in(Duration.ofMinutes(2))).expirationTime(in(Duration.ofMinutes(4))));
        isRefused(claims -> claims.expirationTime(in(Duration.ofMinutes(6))));
        isRefused(claims -> claims.expirationTime(null));
        isRefused(claims -> claims.issueTime(null));
    }

    @Test
    void aTokenWithoutAUsableIdIsRefused() throws Exception {
        isRefused(claims -> claims.jwtID(null));
        isRefused(claims -> claims.jwtID(""));
        isRefused(claims -> claims.jwtID("x".repeat(65)));
    }

    @Test
    void aTokenOfAnotherKeyIsRefused() throws Exception {
        isRefused(AgentKeyPair.fresh().token(certificate, UnaryOperator.identity()));
        String[] parts = key.token(certificate, UnaryOperator.identity()).split("\\.", 3);
        String[] others = key.token(certificate, claims -> claims.subject("x")).split("\\.", 3);
        isRefused(parts[0] + "." + others[1] + "." + parts[2]);
    }

    @Test
    void aCertificateOfAnotherAuthorityProvesNothing() throws Exception {
        AgentKeyPair foreign = AgentKeyPair.fresh();
        X509Certificate forged = new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                new X500Name(authority.name()),
                                BigInteger.TWO,
                                in(Duration.ofHours(-1)),
                                in(Duration.ofHours(1)),
                                new X500Name(
                                        certificate.getSubjectX500Principal().getName()),
                                key.keys().getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA")
                                .build(foreign.keys().getPrivate())));
        isRefused(key.token(forged, UnaryOperator.identity()));
    }

    @Test
    void anotherAlgorithmOrKindOfTokenIsRefused() throws Exception {
        JWTClaimsSet claims = AgentKeyPair.claims(certificate).build();
        isRefused(new PlainJWT(claims).serialize());
        SignedJWT symmetric = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType(AgentToken.TYPE))
                        .x509CertChain(AgentKeyPair.header(certificate).getX509CertChain())
                        .build(),
                claims);
        symmetric.sign(new MACSigner(key.keys().getPublic().getEncoded()));
        isRefused(symmetric.serialize());
        isRefused(key.sign(
                new JWSHeader.Builder(AgentKeyPair.header(certificate))
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims));
        isRefused(key.sign(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType(AgentToken.TYPE))
                        .build(),
                claims));
        isRefused("");
        isRefused("a.b.c");
    }

    @Test
    void aTokenServesItsOwnUseOnly() throws Exception {
        String csr = AgentKeyPair.fresh().request();
        isRefused(key.tokenFor(csr, certificate));
        String forConnection = key.token(certificate, UnaryOperator.identity());
        String forAnother = key.tokenFor(AgentKeyPair.fresh().request(), certificate);
        for (String token : List.of(forConnection, forAnother)) {
            assertThatThrownBy(() -> tokens.forRequest(token, csr)).hasMessageContaining("another use");
        }
        assertThat(tokens.forRequest(key.tokenFor(csr, certificate), csr).agent())
                .isEqualTo(AGENT);
    }
}
