package io.ris.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.protocol.EnrolmentRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Keys that a client shows where a server asks for a certificate. */
final class ClientKeys {

    private ClientKeys() {}

    /** The key and the certificate of one PEM file, in any order. */
    static KeyManager[] of(Path file) {
        String pem = Scratch.read(file);
        return of(privateKey(pem), pem.substring(pem.indexOf("-----BEGIN CERTIFICATE-----")));
    }

    /** @param certificate in PEM */
    static KeyManager[] of(PrivateKey key, String certificate) {
        try {
            Certificate parsed = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("client", key, new char[0], new Certificate[] {parsed});
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            return factory.getKeyManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("these are no keys", e);
        }
    }

    /**
     * Enrols in an agent's stead.
     *
     * @param created the answer to the agent's creation
     */
    static KeyManager[] enrolled(RisApi enrolment, JsonNode created) {
        SigningRequest request = SigningRequest.overAFreshKey();
        JsonNode enrolled = enrolment
                .post(
                        EnrolmentRequest.PATH,
                        Map.of("token", created.path("enrolment").path("token").asText(), "csr", request.pem()))
                .expect(200)
                .data();
        return of(request.key(), enrolled.path("client_cert").asText());
    }

    private static PrivateKey privateKey(String pem) {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                if (object instanceof PrivateKeyInfo info) {
                    return new JcaPEMKeyConverter().getPrivateKey(info);
                }
            }
            throw new IllegalStateException("there is no key");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
