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
 * An agent's identity on disk: {@code key.pem} (PKCS #8, its public key and its certificate, mode 0600: one file, so that
 * they change together), {@code ca.pem} and, written last, {@code agent.json}. A key that waits for its certificate is in
 * {@code key.next.pem} meanwhile. No private key leaves this directory in any message.
 */
public final class IdentityFiles {

    private static final String CERTIFICATE = "CERTIFICATE";

    private final Path key;
    private final Path nextKey;
    private final Path separateCertificate;
    private final Path ca;
    private final Path agent;

    /** @param directory the agent's data directory */
    public IdentityFiles(Path directory) {
        key = directory.resolve("key.pem");
        nextKey = directory.resolve("key.next.pem");
        separateCertificate = directory.resolve("cert.pem"); // of agents that were enrolled before certificates renewed
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

    /** Makes an enrolment whole: the key that waited and its certificate, the hub's CA and, last, who the agent is. */
    void save(Identity identity, String certificatePem, String caPem) throws IOException, GeneralSecurityException {
        install(certificatePem);
        AtomicFile.writeDurably(ca, caPem);
        save(identity);
        forgetNextKeys();
    }

    /** The present key pair. */
    KeyPair keys() throws IOException, GeneralSecurityException {
        return read(key);
    }

    /** The key pair that waits for a certificate, made and written at first use: a repeated request shows the same key. */
    KeyPair nextKeys() throws IOException, GeneralSecurityException {
        if (Files.exists(nextKey)) {
            return read(nextKey);
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        AtomicFile.writeDurably(nextKey, encode(keys));
        return keys;
    }

    /** Puts the key that waited in place of the present one, with its certificate, in one step. */
    void install(String certificatePem) throws IOException, GeneralSecurityException {
        KeyPair keys = nextKeys();
        X509Certificate issued = parse(certificatePem);
        if (!issued.getPublicKey().equals(keys.getPublic())) {
            throw new GeneralSecurityException("the hub sent a certificate for another key");
        }
        AtomicFile.writeDurably(key, encode(keys) + Pem.encode(CERTIFICATE, issued.getEncoded()));
    }

    /** A key that has got its certificate waits no more. */
    void forgetNextKeys() throws IOException {
        Files.deleteIfExists(nextKey);
    }

    /** Makes good what was cut short between {@link #install} and {@link #forgetNextKeys}. */
    void tidy() throws IOException, GeneralSecurityException {
        if (Files.exists(nextKey) && read(nextKey).getPublic().equals(keys().getPublic())) {
            forgetNextKeys();
        }
    }

    X509Certificate certificate() throws IOException, GeneralSecurityException {
        String own = Files.readString(key);
        return parse(Pem.find(own, CERTIFICATE).isPresent() ? own : Files.readString(separateCertificate));
    }

    X509Certificate ca() throws IOException, GeneralSecurityException {
        return parse(Files.readString(ca));
    }

    static X509Certificate parse(String pem) throws GeneralSecurityException {
        byte[] der = block(pem, CERTIFICATE);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static String encode(KeyPair keys) {
        return Pem.encode("PRIVATE KEY", keys.getPrivate().getEncoded())
                + Pem.encode("PUBLIC KEY", keys.getPublic().getEncoded());
    }

    private static KeyPair read(Path file) throws IOException, GeneralSecurityException {
        String pem = Files.readString(file);
        KeyFactory factory = KeyFactory.getInstance("EC");
        return new KeyPair(
                factory.generatePublic(new X509EncodedKeySpec(block(pem, "PUBLIC KEY"))),
                factory.generatePrivate(new PKCS8EncodedKeySpec(block(pem, "PRIVATE KEY"))));
    }

    private static byte[] block(String pem, String label) throws GeneralSecurityException {
        return Pem.find(pem, label).orElseThrow(() -> new GeneralSecurityException("there is no " + label + " block"));
    }
}
