package io.ris.agent.enrolment;

import io.ris.agent.storage.AtomicFile;
import io.ris.protocol.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/**
 * An agent's identity on disk: {@code key.pem} (PKCS #8 and its public key, mode 0600), {@code cert.pem},
 * {@code ca.pem} and, written last, {@code agent.json}. The private key leaves this directory in no message.
 */
public final class IdentityFiles {

    private static final String CERTIFICATE = "CERTIFICATE";

    private final Path key;
    private final Path certificate;
    private final Path ca;
    private final Path agent;

    /** @param directory the agent's data directory */
    public IdentityFiles(Path directory) {
        key = directory.resolve("key.pem");
        certificate = directory.resolve("cert.pem");
        ca = directory.resolve("ca.pem");
        agent = directory.resolve("agent.json");
    }

    /** The identity, if the agent has been enrolled. */
    public Optional<Identity> find() throws IOException {
        return Files.exists(agent)
                ? Optional.of(Json.lenient().readValue(Files.readString(agent), Identity.class))
                : Optional.empty();
    }

    /** Replaces what is known beside key and certificates. */
    public void save(Identity identity) throws IOException {
        AtomicFile.writeDurably(agent, Json.lenient().writeValueAsString(identity));
    }

    void save(Identity identity, String certificatePem, String caPem) throws IOException {
        AtomicFile.writeDurably(certificate, certificatePem);
        AtomicFile.writeDurably(ca, caPem);
        save(identity);
    }

    /** The key pair on disk, made and written at first use: a repeated enrolment shows the same key. */
    KeyPair keys() throws IOException, GeneralSecurityException {
        if (Files.exists(key)) {
            return readKeys();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        AtomicFile.writeDurably(
                key,
                Pem.encode("PRIVATE KEY", keys.getPrivate().getEncoded())
                        + Pem.encode("PUBLIC KEY", keys.getPublic().getEncoded()));
        return keys;
    }

    X509Certificate certificate() throws IOException, GeneralSecurityException {
        return parse(Files.readString(certificate));
    }

    X509Certificate ca() throws IOException, GeneralSecurityException {
        return parse(Files.readString(ca));
    }

    static X509Certificate parse(String pem) throws GeneralSecurityException {
        byte[] der = block(pem, CERTIFICATE);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private KeyPair readKeys() throws IOException, GeneralSecurityException {
        String pem = Files.readString(key);
        KeyFactory factory = KeyFactory.getInstance("EC");
        return new KeyPair(
                factory.generatePublic(new X509EncodedKeySpec(block(pem, "PUBLIC KEY"))),
                factory.generatePrivate(new PKCS8EncodedKeySpec(block(pem, "PRIVATE KEY"))));
    }

    private static byte[] block(String pem, String label) throws GeneralSecurityException {
        return Pem.find(pem, label).orElseThrow(() -> new GeneralSecurityException("there is no " + label + " block"));
    }
}
