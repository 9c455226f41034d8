package io.ris.cli.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/** Certificates and keys in PEM (RFC 7468). */
final class PemFiles {

    private PemFiles() {}

    static String encode(X509Certificate certificate) throws GeneralSecurityException {
        return block("CERTIFICATE", certificate.getEncoded());
    }

    static String encode(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    private static String block(String label, byte[] der) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + label + "-----\n" + lines.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    static List<X509Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        List<X509Certificate> result = new ArrayList<>();
        try (PEMParser pem = parser(file)) {
            // A key may stand in the same file.
            for (Object object = pem.readObject(); object != null; object = pem.readObject()) {
                if (object instanceof X509CertificateHolder certificate) {
                    result.add(new JcaX509CertificateConverter().getCertificate(certificate));
                }
            }
        } catch (IllegalArgumentException damaged) {
            throw new IOException("it is damaged", damaged);
        }
        if (result.isEmpty()) {
            throw new GeneralSecurityException("holds no certificate");
        }
        return result;
    }

    private static PEMParser parser(Path file) throws IOException {
        return new PEMParser(Files.newBufferedReader(file, StandardCharsets.ISO_8859_1));
    }

    /** The private key that belongs to a public one. */
    static PrivateKey privateKey(Path file, PublicKey counterpart) throws IOException, GeneralSecurityException {
        try (PEMParser pem = parser(file)) {
            // Other objects, such as curve parameters, may come before the key.
            for (Object object = pem.readObject(); object != null; object = pem.readObject()) {
                if (object instanceof PEMKeyPair pair) {
                    return decode(withParameters(pair.getPrivateKeyInfo(), counterpart), counterpart);
                }
                if (object instanceof PrivateKeyInfo info) {
                    return decode(info, counterpart);
                }
            }
        }
        throw new GeneralSecurityException("holds no private key that is not encrypted");
    }

    /** A traditional key need not name its curve; its certificate does. */
    private static PrivateKeyInfo withParameters(PrivateKeyInfo info, PublicKey counterpart) throws IOException {
        SubjectPublicKeyInfo publicInfo = SubjectPublicKeyInfo.getInstance(counterpart.getEncoded());
        return new PrivateKeyInfo(publicInfo.getAlgorithm(), info.parsePrivateKey());
    }

    private static PrivateKey decode(PrivateKeyInfo info, PublicKey counterpart)
            throws IOException, GeneralSecurityException {
        return KeyFactory.getInstance(counterpart.getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }
}
