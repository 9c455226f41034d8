package io.ris.protocol;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys as text (RFC 7468). */
public final class Pem {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----\\s([A-Za-z0-9+/=\\s]*)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    private Pem() {}

    /**
     * The certificates in the text, at least one, in their order.
     *
     * @throws CertificateException if there is none, or one is broken
     */
    public static List<X509Certificate> certificates(String text) throws CertificateException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
        List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
                .map(X509Certificate.class::cast)
                .toList();
        if (found.isEmpty()) {
            throw new CertificateException("there is no certificate in it");
        }
        return found;
    }

    /**
     * The private key in the text: PKCS #8, not encrypted. The exception says nothing of what the text holds.
     *
     * @throws GeneralSecurityException if there is none, or it is broken
     */
    public static PrivateKey privateKey(String text) throws GeneralSecurityException {
        Matcher key = KEY.matcher(text);
        if (!key.find()) {
            throw new InvalidKeySpecException("there is no key in it");
        }
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(decoded(key.group(1)));
        for (String algorithm : ALGORITHMS) {
            Optional<PrivateKey> found = read(algorithm, encoded);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new InvalidKeySpecException("the key is broken, or of another kind than " + ALGORITHMS);
    }

    private static Optional<PrivateKey> read(String algorithm, PKCS8EncodedKeySpec encoded)
            throws GeneralSecurityException {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
        } catch (InvalidKeySpecException other) {
            return Optional.empty();
        }
    }

    private static byte[] decoded(String base64) throws InvalidKeySpecException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException broken) {
            throw new InvalidKeySpecException("the key is not base64");
        }
    }
}
