package io.ris.bench;

import io.ris.protocol.AgentId;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority in memory. */
final class TestAuthority {

    private static final X500Principal NAME = new X500Principal("CN=test authority");

    private final Instant now = Clock.systemUTC().instant();
    private final KeyPair keys = newKeys();
    private final X509Certificate certificate;
    private int serial = 1;

    TestAuthority() throws GeneralSecurityException, IOException {
        X509v3CertificateBuilder builder = builder(NAME, keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        certificate = sign(builder);
    }

    static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** A certificate for {@code localhost}. */
    X509Certificate certifyServer(PublicKey key) throws GeneralSecurityException, IOException {
        X509v3CertificateBuilder builder = builder(new X500Principal("CN=localhost"), key);
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
        return sign(builder);
    }

    AgentCredentials enrol(String name) throws GeneralSecurityException, IOException {
        CertificateRequest request = CertificateRequest.generate(name);
        X509Certificate agent = certifyAgent(name, request.keys().getPublic());
        return new AgentCredentials(1, new AgentId(name), request.keys().getPrivate(), agent);
    }

    X509Certificate certifyAgent(String name, PublicKey key) throws GeneralSecurityException {
        return sign(builder(new X500Principal("CN=" + name), key));
    }

    TrustManagerFactory trust() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust;
    }

    private X509v3CertificateBuilder builder(X500Principal subject, PublicKey key) {
        Date from = Date.from(now.minus(1, ChronoUnit.DAYS));
        Date until = Date.from(now.plus(1, ChronoUnit.DAYS));
        return new JcaX509v3CertificateBuilder(NAME, BigInteger.valueOf(serial++), from, until, subject, key);
    }

    private X509Certificate sign(X509v3CertificateBuilder builder) throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
