package io.ris.hub.fleet;

import io.ris.hub.platform.crypto.Tokens;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/** A certificate that the hub gave to an agent. */
public record IssuedCertificate(X509Certificate certificate) {

    /** How long before its issue a certificate begins, for machines whose clock is slow. */
    public static final Duration BACKDATED = Duration.ofMinutes(5);

    /** @throws IllegalStateException if this is no certificate in PEM: the hub stored it itself */
    public static IssuedCertificate parse(String pem) {
        try {
            return new IssuedCertificate((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
        } catch (CertificateException e) {
            throw new IllegalStateException("a stored certificate is damaged", e);
        }
    }

    /** SHA-256 of a public key, in hex: what the hub knows an agent by. */
    public static String keyHash(PublicKey key) {
        return HexFormat.of().formatHex(Tokens.sha256(key.getEncoded()));
    }

    /** SHA-256 of its public key, in hex. */
    public String keyHash() {
        return keyHash(certificate.getPublicKey());
    }

    /** Its end. */
    public Instant expiresAt() {
        return certificate.getNotAfter().toInstant();
    }

    /** When two thirds of its life are over. */
    public Instant renewAt() {
        Instant issuedAt = certificate.getNotBefore().toInstant().plus(BACKDATED);
        return issuedAt.plus(
                Duration.between(issuedAt, expiresAt()).multipliedBy(2).dividedBy(3));
    }

    /** The certificate in PEM. */
    public String pem() {
        return pem(certificate);
    }

    /** A certificate in PEM. */
    public static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate is damaged", e);
        }
    }
}
