package io.ris.hub.platform.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A PEM file with the certificates that a server which the hub calls is verified with. */
public final class CaFile {

    private CaFile() {}

    /**
     * For connections to servers that the file's certificates vouch for, and to no others.
     *
     * @param setting that named the file
     * @throws IllegalStateException if it cannot be used
     */
    public static SSLContext trusting(Path file, String setting) {
        try {
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(read(file, setting));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }

    /**
     * The file's certificates.
     *
     * @param setting that named the file
     * @throws IllegalStateException if it cannot be used
     */
    public static KeyStore read(Path file, String setting) {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trust.setCertificateEntry("ca-" + trust.size(), certificate);
            }
            return trust;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("ris: " + setting + ": " + file + " cannot be used: " + e.getMessage(), e);
        }
    }
}
