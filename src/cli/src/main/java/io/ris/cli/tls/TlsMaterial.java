package io.ris.cli.tls;

import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import io.ris.cli.storage.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The key stores of a hub, ready for its server: {@code ca.p12}, {@code server.p12}, {@code trust.p12}, their
 * {@code password}, and {@code ca.pem} for clients.
 *
 * @param directory where they are
 * @param storePassword of all three stores
 * @param certificate what the server shows
 * @param anchor the certificate that ends the server's chain, in a PEM file for clients
 * @param caFingerprint of the anchor, as agents pin it: {@code sha256:} and hexadecimal digits
 */
public record TlsMaterial(
        Path directory, String storePassword, X509Certificate certificate, Path anchor, String caFingerprint) {

    private static final Duration RENEWED_BEFORE_EXPIRY = Duration.ofDays(30);
    private static final int PASSWORD_BYTES = 24;

    /** Never shows the password. */
    @Override
    public String toString() {
        return "TlsMaterial[" + directory + "]";
    }

    /**
     * Makes what is missing and renews what is about to expire.
     *
     * @param names what the server's certificate must be valid for; of no effect on the operator's
     * @param operator files to use instead of a certificate of the hub's own CA
     * @throws RefusedException if what is there cannot be used
     */
    public static TlsMaterial prepare(
            Path directory, ServerNames names, Optional<OperatorFiles> operator, Clock clock, SecureRandom random)
            throws RefusedException {
        try {
            PrivateFile.createDirectories(directory);
            String password = password(directory.resolve("password"), random);
            Stores stores = new Stores(directory, password);
            CertificateAuthority ca = stores.authority(clock, random);
            ServerIdentity server =
                    operator.isPresent() ? operator.get().read(clock) : stores.server(ca, names, clock, random);
            stores.writeServer(server);
            Path anchor = directory.resolve(operator.isPresent() ? "server-ca.pem" : "ca.pem");
            PrivateFile.write(anchor, PemFiles.encode(server.anchor()));
            return new TlsMaterial(directory, password, server.certificate(), anchor, fingerprint(server.anchor()));
        } catch (IOException | GeneralSecurityException e) {
            throw new RefusedException(
                    ExitCode.BAD_DATA_DIRECTORY,
                    "the keys in " + directory + " cannot be used (" + e.getMessage()
                            + "); restore them from a backup, or delete that directory and enrol all agents again",
                    e);
        }
    }

    private static String password(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] bytes = new byte[PASSWORD_BYTES];
            random.nextBytes(bytes);
            PrivateFile.write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n");
        }
        return Files.readString(file).strip();
    }

    private static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return "sha256:" + HexFormat.of().formatHex(digest);
    }

    private record Stores(Path directory, KeyStoreFile authority, KeyStoreFile server, KeyStoreFile trust) {

        Stores(Path directory, String password) {
            this(
                    directory,
                    new KeyStoreFile(directory.resolve("ca.p12"), "ca", password),
                    new KeyStoreFile(directory.resolve("server.p12"), "server", password),
                    new KeyStoreFile(directory.resolve("trust.p12"), "agent-ca", password));
        }

        CertificateAuthority authority(Clock clock, SecureRandom random) throws IOException, GeneralSecurityException {
            CertificateAuthority ca;
            if (authority.exists()) {
                ServerIdentity stored = authority.read();
                ca = new CertificateAuthority(stored.key(), stored.certificate());
            } else if (server.exists() || trust.exists()) {
                // A new CA would silently cut off every agent.
                throw new GeneralSecurityException("ca.p12 is missing");
            } else {
                ca = CertificateAuthority.create(clock, random);
                authority.write(ca.key(), List.of(ca.certificate()));
            }
            trust.writeTrusted(List.of(ca.certificate()));
            PrivateFile.write(directory.resolve("ca.pem"), PemFiles.encode(ca.certificate()));
            return ca;
        }

        ServerIdentity server(CertificateAuthority ca, ServerNames names, Clock clock, SecureRandom random)
                throws IOException, GeneralSecurityException {
            if (server.exists()) {
                ServerIdentity stored = server.read();
                if (isGood(stored, ca, names, clock)) {
                    return stored;
                }
            }
            return ca.issueServer(names, clock, random);
        }

        private static boolean isGood(ServerIdentity stored, CertificateAuthority ca, ServerNames names, Clock clock)
                throws GeneralSecurityException {
            Instant latest = clock.instant().plus(RENEWED_BEFORE_EXPIRY);
            return stored.anchor().equals(ca.certificate())
                    && stored.certificate().getNotAfter().toInstant().isAfter(latest)
                    && ServerNames.of(stored.certificate()).equals(names);
        }

        void writeServer(ServerIdentity identity) throws IOException, GeneralSecurityException {
            server.write(identity.key(), identity.chain());
        }
    }
}
