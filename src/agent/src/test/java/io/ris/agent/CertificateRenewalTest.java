package io.ris.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.agent.testing.Offers;
import io.ris.agent.testing.TestCa;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.HubFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How an agent comes to its next certificate. */
@Tag("process")
class CertificateRenewalTest extends AgentUnderTest {

    private AgentFrame.CertificateRequest asked(int times) {
        hub.send(new HubFrame.Renew(Instant.EPOCH));
        await().until(() -> hub.received(AgentFrame.CertificateRequest.class).size() == times);
        return hub.received(AgentFrame.CertificateRequest.class).getLast();
    }

    private void certify(AgentFrame.CertificateRequest request) {
        hub.send(new HubFrame.Certificate(TestCa.pem(hub.ca().agent(request.csr()))));
    }

    private PublicKey keyOf(AgentFrame.CertificateRequest request) {
        return hub.ca().agent(request.csr()).getPublicKey();
    }

    private String content(String file) throws IOException {
        return Files.readString(directory.resolve(file));
    }

    @Test
    void takesANewKeyIntoUseWithItsCertificate() throws Exception {
        enrol();
        awaitConnected(1);
        AgentFrame.CertificateRequest request = asked(1);
        Path waiting = directory.resolve("key.next.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(waiting)))
                .isEqualTo("rw-------");

        certify(request);
        awaitConnected(2);

        assertThat(hub.keys().getLast())
                .isEqualTo(keyOf(request))
                .isNotEqualTo(hub.keys().getFirst());
        assertThat(waiting).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("key.pem"))))
                .isEqualTo("rw-------");
        assertThat(notices).noneMatch(line -> line.startsWith("disconnected"));
    }

    @Test
    void goesOnWithTheOldKeyAndAsksWithTheSameNewOneAfterARestart() {
        enrol();
        awaitConnected(1);
        AgentFrame.CertificateRequest lost = asked(1);
        cutShort();

        start();
        awaitConnected(2);
        assertThat(hub.keys().getLast()).isEqualTo(hub.keys().getFirst());
        AgentFrame.CertificateRequest again = asked(2);

        assertThat(keyOf(again)).isEqualTo(keyOf(lost));
        certify(again);
        awaitConnected(3);
        assertThat(hub.keys().getLast()).isEqualTo(keyOf(again));
    }

    @Test
    void startsWithTheNewKeyWhereItWasCutShortJustAfterTheSwitch() throws Exception {
        enrol();
        awaitConnected(1);
        AgentFrame.CertificateRequest request = asked(1);
        String waiting = content("key.next.pem");
        certify(request);
        awaitConnected(2);
        cutShort();
        Files.writeString(directory.resolve("key.next.pem"), waiting);

        start();
        awaitConnected(3);

        assertThat(hub.keys().getLast()).isEqualTo(keyOf(request));
        assertThat(keyOf(asked(2))).isNotEqualTo(keyOf(request));
    }

    @Test
    void keepsItsKeyWhereTheCertificateIsForAnother() throws Exception {
        enrol();
        awaitConnected(1);
        String key = content("key.pem");
        asked(1);

        hub.send(new HubFrame.Certificate(
                TestCa.pem(hub.ca().server(TestCa.newKeys().getPublic(), "localhost"))));
        hub.send(Offers.started("after-it", Offers.command("true")));
        await().until(() -> !hub.received(AgentFrame.Result.class).isEmpty());

        assertThat(content("key.pem")).isEqualTo(key);
        assertThat(keyOf(asked(2)))
                .isEqualTo(
                        keyOf(hub.received(AgentFrame.CertificateRequest.class).getFirst()));
    }

    @Test
    void renewsACertificateThatEndedMeanwhileByATokenOfTheOldKey() throws Exception {
        enrol();
        awaitConnected(1);
        asked(1);
        hub.ca().certifyFor(Duration.ofSeconds(-1));
        certify(hub.received(AgentFrame.CertificateRequest.class).getLast());
        awaitConnected(2);

        assertThat(hub.renewals()).hasSize(1);
        assertThat(hub.renewals().getFirst().token().split("\\.")).hasSize(3);
        assertThat(hub.keys().getLast())
                .isEqualTo(hub.ca().agent(hub.renewals().getFirst().csr()).getPublicKey());
    }

    @Test
    void saysThatItMustBeEnrolledAgainWhereTheHubRenewsNoMore() {
        hub.refuseRenewals();
        hub.ca().certifyFor(Duration.ofSeconds(-1));
        enrol();

        assertThat(exit()).isEqualTo(ExitCode.DISMISSED.status());
        assertThat(notices).singleElement().asString().contains("dismissed", "ended on", "enrol it again");
        assertThat(hub.received(AgentFrame.Hello.class)).isEmpty();
    }
}
