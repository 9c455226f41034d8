package io.ris.cli.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsMaterialTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final ServerNames NAMES =
            new ServerNames(Set.of("localhost", "127.0.0.1", "::1", "hub.example.com"));

    @TempDir
    Path temporary;

    private Path directory;

    @BeforeEach
    void nameDirectory() {
        directory = temporary.resolve("tls");
    }

    @Test
    void makesACaAndAServerCertificateThatVerifies() throws Exception {
        prepare(NAMES, NOW);
        List<X509Certificate> chain = server().chain();

        X509Certificate ca = chain.getLast();
        assertThat(ca.getSubjectX500Principal().getName()).matches("CN=RIS CA [0-9a-f]{8}");
        assertThat(ca.getBasicConstraints()).isNotNegative();
        assertThat(ca.getKeyUsage())
                .as("keyCertSign, cRLSign")
                .containsExactly(false, false, false, false, false, true, true, false, false);
        assertThat(ca.getExtensionValue("2.5.29.14"))
                .as("subject key identifier")
                .isNotNull();
        assertThat(((ECPublicKey) ca.getPublicKey()).getParams().getOrder().bitLength())
                .isEqualTo(256);
        assertThat(Duration.between(NOW, ca.getNotAfter().toInstant())).isGreaterThan(Duration.ofDays(3649));

        X509Certificate leaf = chain.getFirst();
        assertThat(chain).hasSize(2);
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(Duration.between(NOW, leaf.getNotAfter().toInstant()))
                .isBetween(Duration.ofDays(396), Duration.ofDays(397));
        assertThat(ServerNames.of(leaf)).isEqualTo(NAMES);
        PKIXParameters trust = new PKIXParameters(Set.of(new TrustAnchor(ca, null)));
        trust.setRevocationEnabled(false);
        trust.setDate(Date.from(NOW));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), trust);
    }

    @Test
    void keepsWhatIsThere() throws Exception {
        TlsMaterial first = prepare(NAMES, NOW);
        TlsMaterial second = prepare(NAMES, NOW.plus(Duration.ofDays(366)));

        assertThat(second.certificate()).isEqualTo(first.certificate());
        assertThat(second.caFingerprint()).isEqualTo(first.caFingerprint()).matches("sha256:[0-9a-f]{64}");
        assertThat(second.storePassword()).isEqualTo(first.storePassword());
    }

    @Test
    void renewsTheServerCertificateBeforeItExpiresWithTheSameCa() throws Exception {
        TlsMaterial first = prepare(NAMES, NOW);
        TlsMaterial second = prepare(NAMES, NOW.plus(Duration.ofDays(368)));

        assertThat(second.certificate()).isNotEqualTo(first.certificate());
        assertThat(second.caFingerprint()).isEqualTo(first.caFingerprint());
        assertThat(server().certificate()).isEqualTo(second.certificate());
    }

    @Test
    void renewsTheServerCertificateWhenItsNamesChange() throws Exception {
        TlsMaterial first = prepare(NAMES, NOW);
        TlsMaterial second = prepare(new ServerNames(Set.of("localhost", "10.1.2.3")), NOW);

        assertThat(second.certificate()).isNotEqualTo(first.certificate());
        assertThat(second.caFingerprint()).isEqualTo(first.caFingerprint());
    }

    @Test
    void givesTheCaToWhoeverVerifiesAgents() throws Exception {
        TlsMaterial material = prepare(NAMES, NOW);
        KeyStore trust = KeyStore.getInstance(
                directory.resolve("trust.p12").toFile(),
                material.storePassword().toCharArray());

        assertThat(trust.isCertificateEntry("agent-ca")).isTrue();
        assertThat(trust.getCertificate("agent-ca")).isEqualTo(server().anchor());
        assertThat(PemFiles.certificates(directory.resolve("ca.pem"))).containsExactly(server().anchor());
    }

    @Test
    void trustsTheClientsOfFurtherAuthorities() throws Exception {
        X509Certificate further = authority(keys()).certificate();
        Path file = Files.writeString(temporary.resolve("clients.crt"), PemFiles.encode(further));
        TlsOrder order = new TlsOrder(NAMES, Optional.empty(), Optional.of(file), false);

        TlsMaterial material = TlsMaterial.prepare(directory, order, clock(NOW), new SecureRandom());

        KeyStore trust = KeyStore.getInstance(
                directory.resolve("trust.p12").toFile(),
                material.storePassword().toCharArray());
        assertThat(trust.getCertificate("agent-ca")).isEqualTo(server().anchor());
        assertThat(trust.getCertificate("agent-ca-1")).isEqualTo(further);
    }

    @Test
    void makesACertificateForAdministratorsThatNamesNoTenant() throws Exception {
        TlsOrder order = new TlsOrder(NAMES, Optional.empty(), Optional.empty(), true);
        Path file = TlsMaterial.prepare(directory, order, clock(NOW), new SecureRandom())
                .administrators()
                .orElseThrow();
        String first = Files.readString(file);

        X509Certificate certificate = PemFiles.certificates(file).getFirst();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        certificate.verify(server().anchor().getPublicKey());
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=RIS administrator");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(PemFiles.privateKey(file, certificate.getPublicKey())).isNotNull();
        TlsMaterial.prepare(directory, order, clock(NOW.plus(Duration.ofDays(366))), new SecureRandom());
        assertThat(file).hasContent(first);
        TlsMaterial.prepare(directory, order, clock(NOW.plus(Duration.ofDays(368))), new SecureRandom());
        assertThat(Files.readString(file)).isNotEqualTo(first);
    }

    @Test
    void refusesToReplaceALostCaSilently() throws Exception {
        prepare(NAMES, NOW);
        Files.delete(directory.resolve("ca.p12"));

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> prepare(NAMES, NOW))
                .withMessageContaining("ca.p12 is missing")
                .satisfies(refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_DATA_DIRECTORY));
    }

    @Test
    void refusesStoresThatThePasswordDoesNotOpen() throws Exception {
        prepare(NAMES, NOW);
        Files.writeString(directory.resolve("password"), "another");

        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> prepare(NAMES, NOW));
    }

    @Test
    void showsTheOperatorsCertificateWithEitherFormOfKey() throws Exception {
        for (boolean traditional : new boolean[] {true, false}) {
            KeyPair keys = keys();
            CertificateAuthority authority = authority(keys);
            OperatorFiles files = operatorFiles(authority.certificate(), keys, traditional);

            TlsMaterial material =
                    TlsMaterial.prepare(directory, order(NAMES, Optional.of(files)), clock(NOW), new SecureRandom());

            assertThat(material.certificate()).isEqualTo(authority.certificate());
            assertThat(server().key()).isEqualTo(keys.getPrivate());
            assertThat(PemFiles.certificates(material.anchor())).containsExactly(authority.certificate());
        }
    }

    @Test
    void refusesAKeyOfAnotherCertificate() throws Exception {
        OperatorFiles files = operatorFiles(authority(keys()).certificate(), keys(), false);

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> TlsMaterial.prepare(
                        directory, order(NAMES, Optional.of(files)), clock(NOW), new SecureRandom()))
                .withMessageStartingWith("server.tls.key_file: ")
                .withMessageEndingWith("it is not the key of the certificate")
                .satisfies(refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_CONFIGURATION));
    }

    @Test
    void refusesAnExpiredCertificateOfTheOperator() throws Exception {
        KeyPair keys = keys();
        OperatorFiles files = operatorFiles(authority(keys).certificate(), keys, false);
        Clock later = clock(NOW.plus(Duration.ofDays(4000)));

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() ->
                        TlsMaterial.prepare(directory, order(NAMES, Optional.of(files)), later, new SecureRandom()))
                .withMessageContaining("expired on");
    }

    private TlsMaterial prepare(ServerNames names, Instant now) throws RefusedException {
        return TlsMaterial.prepare(directory, order(names, Optional.empty()), clock(now), new SecureRandom());
    }

    private static TlsOrder order(ServerNames names, Optional<OperatorFiles> files) {
        return new TlsOrder(names, files, Optional.empty(), false);
    }

    private ServerIdentity server() throws Exception {
        String password = Files.readString(directory.resolve("password")).strip();
        return new KeyStoreFile(directory.resolve("server.p12"), "server", password).read();
    }

    private static Clock clock(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    private static KeyPair keys() throws Exception {
        return KeyPairGenerator.getInstance("EC").generateKeyPair();
    }

    private static CertificateAuthority authority(KeyPair keys) throws Exception {
        return CertificateAuthority.create(keys, clock(NOW), new SecureRandom());
    }

    private OperatorFiles operatorFiles(X509Certificate certificate, KeyPair keys, boolean traditional)
            throws Exception {
        Path certificateFile = Files.writeString(temporary.resolve("operator.crt"), PemFiles.encode(certificate));
        String key = traditional ? traditional(keys) : pkcs8(keys.getPrivate());
        Path keyFile = Files.writeString(temporary.resolve("operator.key"), key);
        return new OperatorFiles(certificateFile, keyFile, Optional.empty());
    }

    private static String traditional(KeyPair keys) throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(keys);
        }
        assertThat(text.toString()).contains("BEGIN EC PRIVATE KEY");
        return text.toString();
    }

    private static String pkcs8(PrivateKey key) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}
