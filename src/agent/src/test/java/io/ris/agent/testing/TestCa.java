package io.ris.agent.testing;

import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** A certificate authority of a test: its own root, servers on loopback, agents from their requests. */
public final class TestCa {

    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final KeyPair keys = newKeys();
    private final X509Certificate certificate = sign("CN=Test CA", keys.getPublic(), true, null);
    private volatile Duration agentLife = Duration.ofDays(1);

    /** How long the agents' certificates are good for from now on; negative for those that have ended already. */
    public void certifyFor(Duration life) {
        agentLife = life;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** A server certificate for this host name or address. */
    public X509Certificate server(PublicKey key, String... hosts) {
        return server(key, Duration.ofDays(1), hosts);
    }

    /** The same until then, which may be over; it began an hour ago. */
    public X509Certificate server(PublicKey key, Duration life, String... hosts) {
        GeneralName[] names = new GeneralName[hosts.length];
        for (int i = 0; i < hosts.length; i++) {
            int kind = Character.isDigit(hosts[i].charAt(0)) ? GeneralName.iPAddress : GeneralName.dNSName;
            names[i] = new GeneralName(kind, hosts[i]);
        }
        return sign("CN=hub", key, false, new GeneralNames(names), life);
    }

    /** A certificate for the key of a PKCS #10 request, whose signature is checked. */
    public X509Certificate agent(String csrPem) {
        try (PEMParser parser = new PEMParser(new StringReader(csrPem))) {
            JcaPKCS10CertificationRequest request =
                    new JcaPKCS10CertificationRequest((PKCS10CertificationRequest) parser.readObject());
            PublicKey key = request.getPublicKey();
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new IllegalArgumentException("the request is not signed by its key");
            }
            return sign("CN=agent-1", key, false, null, agentLife);
        } catch (Exception e) {
            throw new IllegalArgumentException("no certificate request", e);
        }
    }

    public static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return text.toString();
    }

    public static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate sign(String subject, PublicKey key, boolean ca, GeneralNames names) {
        return sign(subject, key, ca, names, Duration.ofDays(1));
    }

    private X509Certificate sign(String subject, PublicKey key, boolean ca, GeneralNames names, Duration life) {
        Instant now = Clock.systemUTC().instant();
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name("CN=Test CA"),
                    BigInteger.valueOf(SERIAL.getAndIncrement()),
                    Date.from(now.minus(1, ChronoUnit.HOURS)),
                    Date.from(now.plus(life)),
                    new X500Name(subject),
                    key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
            if (names != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, names);
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
