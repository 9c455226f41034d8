package io.ris.agent.enrolment;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names a hub's CA: SHA-256 of its certificate in DER.
 *
 * @param hex 64 hexadecimal digits in lower case
 */
public record CaFingerprint(String hex) {

    private static final String PREFIX = "sha256:";
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException if these are not 64 hexadecimal digits in lower case */
    public CaFingerprint {
        if (!DIGITS.matcher(hex).matches()) {
            throw new IllegalArgumentException("a CA fingerprint is sha256: and 64 hexadecimal digits");
        }
    }

    /**
     * Reads {@code sha256:<hex>}, in upper or lower case, with or without colons between the bytes.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static CaFingerprint parse(String text) {
        String lower = text.trim().toLowerCase(Locale.ROOT);
        if (!lower.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a CA fingerprint begins with sha256:");
        }
        return new CaFingerprint(lower.substring(PREFIX.length()).replace(":", ""));
    }

    /** The fingerprint of a certificate. */
    public static CaFingerprint of(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new CaFingerprint(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate without an encoding", e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
