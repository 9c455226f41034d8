package io.ris.agent.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ris.agent.enrolment.EnrolmentException.Reason;
import io.ris.agent.testing.FakeHub;
import io.ris.agent.testing.TestCa;
import io.ris.protocol.AgentId;
import io.ris.protocol.EnrolmentRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrollerTest {

    @TempDir
    private Path directory;

    @AutoClose
    private FakeHub hub;

    private IdentityFiles files;
    private final List<String> progress = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        hub = new FakeHub();
        files = new IdentityFiles(directory);
    }

    private Enroller enroller(int attempts) {
        return new Enroller(
                files,
                Collections.nCopies(attempts, Duration.ofMillis(7)).iterator(),
                pause -> {
                    pauses.add(pause);
                    hub.loseAnswers(false);
                },
                progress::add);
    }

    private EnrolmentOrder order(URI uri, String token, CaFingerprint... pins) {
        return new EnrolmentOrder(uri, token, List.of(pins), "web-7", Map.of("env", "test"), "default", false);
    }

    private CaFingerprint right() {
        return CaFingerprint.of(hub.ca().certificate());
    }

    private Reason refusal(EnrolmentOrder order) throws Exception {
        try {
            enroller(1).enrol(order);
        } catch (EnrolmentException e) {
            assertThat(e.getMessage()).doesNotContain("\n");
            return e.reason();
        }
        throw new AssertionError("the enrolment went well");
    }

    @Test
    void tradesATokenForAnIdentityOnDisk() throws Exception {
        Identity identity = enroller(1).enrol(order(hub.uri(), FakeHub.TOKEN, right()));

        assertThat(identity.agentId()).isEqualTo(new AgentId("agent-1"));
        assertThat(identity.name()).isEqualTo("web-7");
        assertThat(identity.websocketUris())
                .singleElement()
                .isEqualTo(URI.create("wss://127.0.0.1:" + hub.uri().getPort() + "/pingpong"));
        assertThat(files.find()).contains(identity);
        assertThat(files.certificate().getPublicKey()).isEqualTo(files.keys().getPublic());
        assertThat(CaFingerprint.of(files.ca())).isEqualTo(right());
        EnrolmentRequest request = hub.enrolments().getFirst();
        assertThat(request.labels()).containsEntry("env", "test");
        assertThat(request.tenantCode()).isEqualTo("default");
    }

    @Test
    void theKeyIsReadableByItsOwnerAlone() throws Exception {
        enroller(1).enrol(order(hub.uri(), FakeHub.TOKEN, right()));

        for (String file : List.of("key.pem", "ca.pem", "agent.json")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                    .isEqualTo("rw-------");
        }
        assertThat(Files.readString(directory.resolve("key.pem"))).startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(Files.readString(directory.resolve("agent.json"))).doesNotContain(FakeHub.TOKEN);
    }

    @Test
    void aLostAnswerIsAskedForAgainWithTheSameKey() throws Exception {
        hub.loseAnswers(true);

        enroller(3).enrol(order(hub.uri(), FakeHub.TOKEN, right()));

        assertThat(hub.enrolments()).hasSize(2);
        TestCa ca = hub.ca();
        assertThat(ca.agent(hub.enrolments().get(0).csr()).getPublicKey())
                .isEqualTo(ca.agent(hub.enrolments().get(1).csr()).getPublicKey());
        assertThat(progress).singleElement().asString().contains("next attempt in 7 ms");
        assertThat(pauses).containsExactly(Duration.ofMillis(7));
    }

    @Test
    void anotherProcessTriesAgainWithTheSameKey() throws Exception {
        hub.loseAnswers(true);
        assertThat(refusal(order(hub.uri(), FakeHub.TOKEN, right()))).isEqualTo(Reason.UNREACHABLE);
        String key = Files.readString(directory.resolve("key.next.pem"));

        files = new IdentityFiles(directory);
        enroller(1).enrol(order(hub.uri(), FakeHub.TOKEN, right()));

        assertThat(Files.readString(directory.resolve("key.pem"))).startsWith(key);
        assertThat(directory.resolve("key.next.pem")).doesNotExist();
    }

    @Test
    void aWrongFingerprintIsNamedAndSendsNoToken() {
        CaFingerprint wrong = CaFingerprint.of(new TestCa().certificate());

        assertThatExceptionOfType(EnrolmentException.class)
                .isThrownBy(() -> enroller(1).enrol(order(hub.uri(), FakeHub.TOKEN, wrong)))
                .withMessage("the hub's CA is " + right() + ", not the pinned " + wrong)
                .extracting(EnrolmentException::reason)
                .isEqualTo(Reason.WRONG_HUB);
        assertThat(hub.enrolments()).isEmpty();
        assertThat(directory.resolve("agent.json")).doesNotExist();
    }

    @Test
    void oneOfTwoPinsIsEnough() throws Exception {
        CaFingerprint next = CaFingerprint.of(new TestCa().certificate());

        assertThat(enroller(1)
                        .enrol(order(hub.uri(), FakeHub.TOKEN, next, right()))
                        .agentId())
                .isEqualTo(new AgentId("agent-1"));
    }

    @Test
    void aCertificateForAnotherHostIsRefusedDespiteTheRightAuthority() throws Exception {
        try (FakeHub foreign = new FakeHub("elsewhere.example")) {
            CaFingerprint pin = CaFingerprint.of(foreign.ca().certificate());

            assertThat(refusal(order(foreign.uri(), FakeHub.TOKEN, pin))).isEqualTo(Reason.WRONG_HUB);
            assertThat(foreign.enrolments()).isEmpty();
        }
    }

    @Test
    void anAuthorityThatDoesNotSignTheServerIsNoProof() {
        TestCa other = new TestCa();
        PinnedCaTrust trust = new PinnedCaTrust(List.of(right()), List.of());
        X509Certificate[] forged = {
            other.server(TestCa.newKeys().getPublic(), "localhost"), hub.ca().certificate()
        };

        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> trust.checkServerTrusted(forged, "ECDHE_ECDSA", (SSLEngine) null));
    }

    @Test
    void aServerCertificateCannotBePinnedAsIfItWereAnAuthority() {
        X509Certificate leaf = hub.ca().server(TestCa.newKeys().getPublic(), "localhost");
        PinnedCaTrust trust = new PinnedCaTrust(List.of(CaFingerprint.of(leaf)), List.of());

        assertThatExceptionOfType(WrongCaException.class)
                .isThrownBy(
                        () -> trust.checkServerTrusted(new X509Certificate[] {leaf}, "ECDHE_ECDSA", (SSLEngine) null));
    }

    @Test
    void aRefusedTokenIsToldInTheHubsWords() {
        assertThatExceptionOfType(EnrolmentException.class)
                .isThrownBy(() -> enroller(5).enrol(order(hub.uri(), "bad", right())))
                .withMessageContaining("the token is unknown, used or expired")
                .extracting(EnrolmentException::reason)
                .isEqualTo(Reason.REFUSED);
        assertThat(hub.enrolments()).hasSize(1);
    }

    @Test
    void aHubThatIsNotThereIsTriedForAWhile() throws Exception {
        int closedPort;
        try (ServerSocket closed = new ServerSocket(0)) {
            closedPort = closed.getLocalPort();
        }
        URI nowhere = URI.create("https://127.0.0.1:" + closedPort);

        assertThatExceptionOfType(EnrolmentException.class)
                .isThrownBy(() -> enroller(4).enrol(order(nowhere, FakeHub.TOKEN, right())))
                .extracting(EnrolmentException::reason)
                .isEqualTo(Reason.UNREACHABLE);
        assertThat(progress).hasSize(4);
    }

    @Test
    void tokensAreNamedWithoutBeingTold() throws IOException {
        assertThat(Enroller.digest("a")).isEqualTo(Enroller.digest("a")).isNotEqualTo(Enroller.digest("b"));
        assertThat(order(hub.uri(), "secret", right()).toString()).doesNotContain("secret");
    }
}
