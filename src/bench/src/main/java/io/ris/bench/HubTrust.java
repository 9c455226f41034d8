package io.ris.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Trust in a hub's CA and in no other.
 *
 * @param tls for clients that have no certificate
 */
record HubTrust(TrustManagerFactory managers, SSLContext tls) {

    /** Reads the CA's certificate, in PEM. */
    static HubTrust of(Path caFile) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", CertificateRequest.readCertificate(Files.readString(caFile)));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, managers.getTrustManagers(), null);
        return new HubTrust(managers, tls);
    }
}
