package io.ris.cli.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.cli.Console;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateWatchTest {

    private static final ServerNames NAMES = new ServerNames(Set.of("localhost"));

    @TempDir
    private Path directory;

    private final StringWriter notes = new StringWriter();
    private final Console console = new Console(new PrintWriter(new StringWriter()), new PrintWriter(notes));
    private final MovingClock clock = new MovingClock();

    @AutoClose
    private CertificateWatch watch;

    private static final class MovingClock extends Clock {

        private Instant now = Instant.parse("2026-01-02T03:04:05Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void writeFiles() throws Exception {
        replace(newPair());
    }

    private void start(Optional<OperatorFiles> files) throws Exception {
        TlsOrder order = new TlsOrder(NAMES, files, Optional.empty(), false);
        TlsMaterial material = TlsMaterial.prepare(directory.resolve("tls"), order, clock, new SecureRandom());
        watch = new CertificateWatch(material, order, clock, console);
    }

    private void startWithFiles() throws Exception {
        start(Optional.of(new OperatorFiles(file("tls.crt"), file("tls.key"), Optional.empty())));
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private static KeyPair newKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private CertificateAuthority newPair() throws Exception {
        return CertificateAuthority.create(newKeys(), clock, new SecureRandom());
    }

    private void replace(CertificateAuthority pair) throws Exception {
        Files.writeString(file("tls.crt"), PemFiles.encode(pair.certificate()));
        Files.writeString(file("tls.key"), PemFiles.encode(pair.key()));
    }

    private X509Certificate shown() throws Exception {
        String password = Files.readString(file("tls/password")).strip();
        return new KeyStoreFile(file("tls/server.p12"), "server", password)
                .read()
                .certificate();
    }

    private long noteCount() {
        return notes.toString().lines().count();
    }

    @Test
    void leavesTheTrustAloneWhereOnlyTheServersOwnChanged() throws Exception {
        startWithFiles();
        byte[] trust = Files.readAllBytes(file("tls/trust.p12"));
        replace(newPair());
        watch.look();

        assertThat(noteCount()).isEqualTo(1);
        assertThat(file("tls/trust.p12")).hasBinaryContent(trust);
    }

    @Test
    void takesUpFilesWhoseContentChanged() throws Exception {
        startWithFiles();
        CertificateAuthority next = newPair();
        replace(next);

        watch.look();

        assertThat(shown()).isEqualTo(next.certificate());
        assertThat(PemFiles.certificates(file("tls/server-ca.pem"))).containsExactly(next.certificate());
        assertThat(notes.toString()).contains("was replaced");
    }

    @Test
    void leavesTheKeyStoreAloneWhileNothingChanges() throws Exception {
        startWithFiles();
        var before = Files.getLastModifiedTime(file("tls/server.p12"));
        clock.now = clock.now.plus(Duration.ofDays(100));

        watch.look();

        assertThat(Files.getLastModifiedTime(file("tls/server.p12"))).isEqualTo(before);
        assertThat(noteCount()).isZero();
    }

    @Test
    void keepsWhatItHasWhileFilesAreHalfReplacedOrGoneAndSaysSoOnce() throws Exception {
        startWithFiles();
        X509Certificate first = shown();
        CertificateAuthority next = newPair();
        Files.writeString(file("tls.crt"), PemFiles.encode(next.certificate()));
        watch.look();
        watch.look();
        assertThat(shown()).isEqualTo(first);
        assertThat(noteCount()).isEqualTo(1);
        assertThat(notes.toString()).contains("it is not the key of the certificate");

        Files.delete(file("tls.key"));
        watch.look();
        assertThat(shown()).isEqualTo(first);

        replace(next);
        watch.look();
        assertThat(shown()).isEqualTo(next.certificate());
    }

    @Test
    void renewsACertificateOfTheHubsOwnCaBeforeItEnds() throws Exception {
        start(Optional.empty());
        X509Certificate first = shown();
        Instant end = first.getNotAfter().toInstant();
        clock.now = end.minus(Duration.ofDays(31));
        watch.look();
        assertThat(shown()).isEqualTo(first);

        clock.now = end.minus(Duration.ofDays(29));
        watch.look();

        assertThat(shown().getNotAfter().toInstant()).isAfter(end);
        first.verify(PemFiles.certificates(file("tls/ca.pem")).getFirst().getPublicKey());
        shown().verify(PemFiles.certificates(file("tls/ca.pem")).getFirst().getPublicKey());
    }
}
