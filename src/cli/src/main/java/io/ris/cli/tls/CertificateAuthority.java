package io.ris.cli.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The hub's own CA: it signs the server's certificate here, and the agents' in the hub. */
record CertificateAuthority(PrivateKey key, X509Certificate certificate) {

    private static final Duration LIFETIME = Duration.ofDays(3652);

    /** The longest that common clients accept for a server certificate is 398 days. */
    private static final Duration SERVER_LIFETIME = Duration.ofDays(397);

    /** Other machines' clocks may be a little behind. */
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    static CertificateAuthority create(Clock clock, SecureRandom random) throws GeneralSecurityException, IOException {
        return create(keyPair(random), clock, random);
    }

    static CertificateAuthority create(KeyPair keys, Clock clock, SecureRandom random)
            throws GeneralSecurityException, IOException {
        byte[] id = new byte[4];
        random.nextBytes(id);
        X500Principal name = new X500Principal("CN=RIS CA " + HexFormat.of().formatHex(id));
        X509v3CertificateBuilder builder = builder(name, name, keys, clock.instant(), LIFETIME, random)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
        return new CertificateAuthority(keys.getPrivate(), sign(builder, keys.getPrivate()));
    }

    /** A new key and certificate for the hub's server, with the CA's certificate after it. */
    ServerIdentity issueServer(ServerNames names, Clock clock, SecureRandom random)
            throws GeneralSecurityException, IOException {
        return issue("CN=RIS hub", KeyPurposeId.id_kp_serverAuth, Optional.of(names), clock, random);
    }

    /** A new key and certificate for administrators' clients; it names no tenant, and so no agent. */
    ServerIdentity issueClient(Clock clock, SecureRandom random) throws GeneralSecurityException, IOException {
        return issue("CN=RIS administrator", KeyPurposeId.id_kp_clientAuth, Optional.empty(), clock, random);
    }

    private ServerIdentity issue(
            String subject, KeyPurposeId purpose, Optional<ServerNames> names, Clock clock, SecureRandom random)
            throws GeneralSecurityException, IOException {
        KeyPair keys = keyPair(random);
        JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
        X509v3CertificateBuilder builder = builder(
                        certificate.getSubjectX500Principal(),
                        new X500Principal(subject),
                        keys,
                        clock.instant(),
                        SERVER_LIFETIME,
                        random)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose))
                .addExtension(
                        Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(certificate))
                .addExtension(
                        Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(keys.getPublic()));
        if (names.isPresent()) {
            builder.addExtension(
                    Extension.subjectAlternativeName, false, names.get().extension());
        }
        return new ServerIdentity(keys.getPrivate(), List.of(sign(builder, key), certificate));
    }

    private static KeyPair keyPair(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static X509v3CertificateBuilder builder(
            X500Principal issuer,
            X500Principal subject,
            KeyPair keys,
            Instant now,
            Duration lifetime,
            SecureRandom random) {
        // RFC 5280, 4.1.2.2: positive, at most 20 octets.
        BigInteger serial = new BigInteger(126, random).add(BigInteger.ONE);
        return new JcaX509v3CertificateBuilder(
                issuer,
                serial,
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(lifetime)),
                subject,
                keys.getPublic());
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("cannot sign a certificate", e);
        }
    }
}
