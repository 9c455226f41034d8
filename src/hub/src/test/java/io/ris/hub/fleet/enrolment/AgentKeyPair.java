package io.ris.hub.fleet.enrolment;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.fleet.IssuedCertificate;
import io.ris.hub.platform.crypto.Tokens;
import io.ris.protocol.AgentId;
import io.ris.protocol.AgentToken;
import io.ris.protocol.EnrolmentRequest;
import java.io.StringWriter;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A key as an agent has one, and what it signs with it. */
public record AgentKeyPair(KeyPair keys) {

    /** Enrols an agent with a fresh key. */
    public static IssuedCertificate enrolled(EnrolmentService enrolments, AgentService agents, AgentId agent) {
        try {
            String token = enrolments.invite(agents.find(agent).orElseThrow()).token();
            EnrolmentRequest request = new EnrolmentRequest(token, fresh().request(), null, Map.of(), null);
            return IssuedCertificate.parse(enrolments.enrol(request).clientCert());
        } catch (Exception e) {
            throw new AssertionError("the agent cannot be enrolled", e);
        }
    }

    public static AgentKeyPair fresh() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return new AgentKeyPair(generator.generateKeyPair());
    }

    /** A request for a certificate, in PEM. */
    public String request() throws Exception {
        StringWriter csr = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(csr)) {
            pem.writeObject(new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=whatever"), keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        }
        return csr.toString();
    }

    /** The claims of a good token of the agent that a certificate names. */
    static JWTClaimsSet.Builder claims(X509Certificate certificate) {
        Instant now = Clock.systemUTC().instant();
        var agent = CertificateAuthority.subject(certificate).orElseThrow();
        return new JWTClaimsSet.Builder()
                .subject(agent.agentId().value())
                .claim(AgentToken.TENANT, agent.tenant().value())
                .audience(certificate.getIssuerX500Principal().getName())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))))
                .jwtID(UUID.randomUUID().toString());
    }

    static JWSHeader header(X509Certificate certificate) throws Exception {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType(AgentToken.TYPE))
                .x509CertChain(List.of(Base64.encode(certificate.getEncoded())))
                .build();
    }

    String sign(JWSHeader header, JWTClaimsSet claims) throws Exception {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(new ECDSASigner((ECPrivateKey) keys.getPrivate()));
        return token.serialize();
    }

    /** A token that is good but for a change. */
    public String token(X509Certificate certificate, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        return sign(header(certificate), change.apply(claims(certificate)).build());
    }

    /** A token that goes with a certificate request. */
    String tokenFor(String csr, X509Certificate certificate) throws Exception {
        return token(certificate, claims -> claims.claim(AgentToken.REQUEST, Tokens.hash(csr)));
    }
}
