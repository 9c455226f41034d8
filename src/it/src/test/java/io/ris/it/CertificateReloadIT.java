package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A hub with the operator's own certificate, which is replaced on disk while the hub runs. */
@ExtendWith(SharedHub.class)
class CertificateReloadIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern CONNECTED = Pattern.compile("connected to ");

    private final Path files = Scratch.directory("operator");
    private final OperatorCa ca = new OperatorCa("CN=Operator CA");
    private final OperatorCa nextCa = new OperatorCa("CN=Next operator CA");

    private Path file(String name) {
        return files.resolve(name);
    }

    /** As Kubernetes and certificate tools do it: each file whole, one after the other. */
    private void replace(String name, String content) throws IOException {
        Path next = Files.writeString(file(name + ".new"), content);
        Files.move(next, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void write(OperatorCa.Issued issued) throws IOException {
        replace("tls.crt", issued.chain());
        replace("tls.key", issued.key());
    }

    private static void awaitShown(Hub hub, Path ca, X509Certificate certificate) {
        await("the new certificate")
                .atMost(LIMIT)
                .ignoreException(javax.net.ssl.SSLHandshakeException.class)
                .until(() -> new TlsProbe(ca, hub.port()).certificate().equals(certificate));
    }

    @Test
    void showsANewCertificateSoonAfterItsFilesWereReplacedAndKeepsConnections() throws Exception {
        OperatorCa.Issued first = ca.server("localhost");
        write(first);
        Path caFile = Files.writeString(file("ca.crt"), ca.pem());
        Path nextCaFile = Files.writeString(file("next-ca.crt"), nextCa.pem());
        try (Hub hub = Hub.withoutAgent()
                .with("TLS_CERT_FILE", file("tls.crt").toString())
                .with("TLS_KEY_FILE", file("tls.key").toString())
                .start()) {
            assertThat(new TlsProbe(caFile, hub.port()).certificate()).isEqualTo(first.certificate());
            try (AgentProcess agent =
                    AgentProcess.enrolledByCommand(hub, "outlives", "--ca-fingerprint", nextCa.fingerprint())) {
                assertThat(agent.enrolment().path("ca_fingerprint").asText()).isEqualTo(ca.fingerprint());

                OperatorCa.Issued second = ca.server("localhost");
                replace("tls.crt", second.chain());
                await("the refusal of half a pair")
                        .atMost(LIMIT)
                        .until(() -> hub.program().stderr().contains("it is not the key of the certificate"));
                assertThat(new TlsProbe(caFile, hub.port()).certificate()).isEqualTo(first.certificate());
                replace("tls.key", second.key());
                awaitShown(hub, caFile, second.certificate());

                assertThat(hub.api()
                                .loggedIn(hub.password())
                                .execute(Submission.command(agent.id(), "true"))
                                .status())
                        .isEqualTo(200);
                assertThat(CONNECTED.matcher(agent.program().stdout()).results())
                        .hasSize(1);

                OperatorCa.Issued third = nextCa.server("localhost");
                write(third);
                awaitShown(hub, nextCaFile, third.certificate());
                agent.kill();
                agent.restart();
                agent.awaitConnected();
            }
        }
    }
}
