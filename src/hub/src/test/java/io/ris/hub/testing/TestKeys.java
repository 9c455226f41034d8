package io.ris.hub.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The key stores of a hub's data directory, as `ris up` makes them. */
final class TestKeys {

    static final String PASSWORD = "not-a-secret";

    private static final X500Name CA = new X500Name("CN=Test CA");

    private TestKeys() {}

    static void write(Path directory) throws IOException, GeneralSecurityException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("password"), PASSWORD + "\n");
        KeyPair authority = p256();
        KeyPair server = p256();
        X509Certificate ca = certificate(CA, authority, authority, true);
        X509Certificate certificate = certificate(new X500Name("CN=localhost"), server, authority, false);

        KeyStore caStore = empty();
        caStore.setKeyEntry("ca", authority.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {ca});
        save(caStore, directory.resolve("ca.p12"));
        KeyStore serverStore = empty();
        serverStore.setKeyEntry(
                "server", server.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate, ca});
        save(serverStore, directory.resolve("server.p12"));
        Files.writeString(directory.resolve("server-ca.pem"), pem(ca));
        KeyStore trust = empty();
        trust.setCertificateEntry("agent-ca", ca);
        save(trust, directory.resolve("trust.p12"));
    }

    private static String pem(X509Certificate certificate) throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static KeyPair p256() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(X500Name subject, KeyPair key, KeyPair signer, boolean authority)
            throws IOException, GeneralSecurityException {
        Instant now = Clock.systemUTC().instant();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                CA,
                BigInteger.valueOf(authority ? 1 : 2),
                Date.from(now.minus(Duration.ofMinutes(5))),
                Date.from(now.plus(Duration.ofDays(1))),
                subject,
                key.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static void save(KeyStore store, Path file) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }
}
