package io.ris.cli.tls;

import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server certificate that the operator brings ({@code server.tls.cert_file}, {@code key_file}, {@code ca_file}).
 *
 * @param authorities certificates to append to the chain
 */
public record OperatorFiles(Path certificate, Path key, Optional<Path> authorities) {

    /** All files that there are. */
    List<Path> paths() {
        return Stream.concat(Stream.of(certificate, key), authorities.stream()).toList();
    }

    ServerIdentity read(Clock clock) throws RefusedException {
        List<X509Certificate> chain = new ArrayList<>(certificates(certificate, "server.tls.cert_file"));
        if (authorities.isPresent()) {
            append(chain, certificates(authorities.get(), "server.tls.ca_file"));
        }
        X509Certificate leaf = chain.getFirst();
        if (leaf.getNotAfter().toInstant().isBefore(clock.instant())) {
            throw refused(
                    "server.tls.cert_file",
                    certificate,
                    "expired on " + leaf.getNotAfter().toInstant(),
                    null);
        }
        return new ServerIdentity(privateKey(leaf), chain);
    }

    static List<X509Certificate> certificates(Path file, String setting) throws RefusedException {
        try {
            return PemFiles.certificates(file);
        } catch (IOException | GeneralSecurityException e) {
            throw refused(setting, file, "cannot be used: " + e.getMessage(), e);
        }
    }

    private static void append(List<X509Certificate> chain, List<X509Certificate> authorities) {
        for (X509Certificate authority : authorities) {
            if (chain.getLast().getIssuerX500Principal().equals(authority.getSubjectX500Principal())
                    && !chain.contains(authority)) {
                chain.add(authority);
            }
        }
    }

    private PrivateKey privateKey(X509Certificate leaf) throws RefusedException {
        try {
            PrivateKey privateKey = PemFiles.privateKey(key, leaf.getPublicKey());
            requireMatch(privateKey, leaf);
            return privateKey;
        } catch (IOException | GeneralSecurityException e) {
            throw refused("server.tls.key_file", key, "cannot be used: " + e.getMessage(), e);
        }
    }

    private static void requireMatch(PrivateKey key, X509Certificate leaf) throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> key.getAlgorithm();
                };
        byte[] challenge = new byte[32];
        new SecureRandom().nextBytes(challenge);
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(challenge);
        byte[] signed = signature.sign();
        signature.initVerify(leaf.getPublicKey());
        signature.update(challenge);
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException("it is not the key of the certificate");
        }
    }

    private static RefusedException refused(String setting, Path file, String why, @Nullable Exception cause) {
        String message = setting + ": " + file + " " + why;
        return cause == null
                ? new RefusedException(ExitCode.BAD_CONFIGURATION, message)
                : new RefusedException(ExitCode.BAD_CONFIGURATION, message, cause);
    }
}
