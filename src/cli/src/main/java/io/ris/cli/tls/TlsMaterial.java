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
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The key stores of a hub, ready for its server: {@code ca.p12}, {@code server.p12}, {@code trust.p12}, their
 * {@code password}, {@code ca.pem} for clients, {@code server-ca.pem} for what agents pin and, where asked for,
 * {@code admin.pem}, a client's certificate and key.
 *
 * @param directory where they are
 * @param storePassword of all three stores
 * @param certificate what the server shows
 * @param anchor the certificate that ends the server's chain, in a PEM file for clients
 * @param caFingerprint of the anchor, as agents pin it: {@code sha256:} and hexadecimal digits
 * @param administrators a client's certificate and key in PEM, where the main port requires one
 */
public record TlsMaterial(
        Path directory,
        String storePassword,
        X509Certificate certificate,
        Path anchor,
        String caFingerprint,
        Optional<Path> administrators) {

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
     * @throws RefusedException if what is there cannot be used
     */
    public static TlsMaterial prepare(Path directory, TlsOrder order, Clock clock, SecureRandom random)
            throws RefusedException {
        try {
            PrivateFile.createDirectories(directory);
            String password = password(directory.resolve("password"), random);
            Stores stores = new Stores(directory, password);
            CertificateAuthority ca = stores.authority(clock, random);
            stores.writeTrust(ca, order.clientAuthorities());
            Optional<Path> administrators = order.forAdministrators()
                    ? Optional.of(stores.administratorFile(ca, clock, random))
                    : Optional.empty();
            ServerIdentity server = order.operator().isPresent()
                    ? order.operator().get().read(clock)
                    : stores.server(ca, order.names(), clock, random);
            stores.writeServer(server);
            Path anchor = directory.resolve("server-ca.pem");
            PrivateFile.write(anchor, PemFiles.encode(server.anchor()));
            return new TlsMaterial(
                    directory,
                    password,
                    server.certificate(),
                    order.operator().isPresent() ? anchor : directory.resolve("ca.pem"),
                    fingerprint(server.anchor()),
                    administrators);
        } catch (IOException | GeneralSecurityException e) {
            throw new RefusedException(
                    ExitCode.BAD_DATA_DIRECTORY,
                    "the keys in " + directory + " cannot be used (" + e.getMessage()
                            + "); restore them from a backup, or delete that directory and enrol all agents again",
                    e);
        }
    }

    /** When the server's certificate should be replaced. */
    Instant renewAt() {
        return certificate.getNotAfter().toInstant().minus(RENEWED_BEFORE_EXPIRY);
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
            PrivateFile.write(directory.resolve("ca.pem"), PemFiles.encode(ca.certificate()));
            return ca;
        }

        void writeTrust(CertificateAuthority ca, Optional<Path> clientAuthorities)
                throws IOException, GeneralSecurityException, RefusedException {
            List<X509Certificate> trusted = new ArrayList<>(List.of(ca.certificate()));
            if (clientAuthorities.isPresent()) {
                trusted.addAll(OperatorFiles.certificates(clientAuthorities.get(), "server.tls.client_ca_file"));
            }
            trust.writeTrusted(trusted);
        }

        Path administratorFile(CertificateAuthority ca, Clock clock, SecureRandom random)
                throws IOException, GeneralSecurityException {
            Path file = directory.resolve("admin.pem");
            boolean isGood = Files.exists(file)
                    && isLongLived(PemFiles.certificates(file).getFirst(), clock);
            if (!isGood) {
                ServerIdentity made = ca.issueClient(clock, random);
                PrivateFile.write(file, PemFiles.encode(made.certificate()) + PemFiles.encode(made.key()));
            }
            return file;
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
            return stored.anchor().equals(ca.certificate())
                    && isLongLived(stored.certificate(), clock)
                    && ServerNames.of(stored.certificate()).equals(names);
        }

        private static boolean isLongLived(X509Certificate certificate, Clock clock) {
            return certificate.getNotAfter().toInstant().isAfter(clock.instant().plus(RENEWED_BEFORE_EXPIRY));
        }

        void writeServer(ServerIdentity identity) throws IOException, GeneralSecurityException {
            server.write(identity.key(), identity.chain());
        }
    }
}
