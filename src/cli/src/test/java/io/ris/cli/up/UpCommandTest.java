package io.ris.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ris.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code ris up} starts, passes on, watches and stops. */
@Tag("process")
class UpCommandTest extends UpScenario {

    @Test
    void startsHubAndAgentAndSaysWhatToDoNext() throws Exception {
        Run run = up().ready();

        assertThat(run.out())
                .contains("administrator: admin  tenant: default  password: s3cret  (also in "
                        + data().resolve("admin-password") + ")")
                .contains("\nready: https://localhost:" + run.port + "\n")
                .contains("curl -sS --cacert " + data().resolve("tls/ca.pem"))
                .contains("\"client_id\":\"local\"");
        assertThat(agentStarts())
                .singleElement()
                .asString()
                .contains(
                        "--hub https://localhost:" + run.port,
                        "--name local",
                        "--ca-fingerprint sha256:",
                        "--token-file " + data().resolve("local-agent-token"));
        assertThat(data().resolve("local-agent-token")).doesNotExist();
        assertThat(run.stop()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).endsWith("stopped\n");
    }

    @Test
    void passesTheListenersAndPlacesToTheHub() throws Exception {
        environment.put("RIS_SERVER_TLS_MIN_VERSION", "1.3");
        environment.put("RIS_SERVER_HTTP_PORT", "0");
        environment.put("LOG_DIR", "/somewhere");
        Run run = up("--no-agent").ready();

        assertThat(hubVariables())
                .containsEntry("LIBERTY_HTTPS_PORT", String.valueOf(run.port))
                .containsEntry("RIS_SERVER_PORT", String.valueOf(run.port))
                .containsEntry("LIBERTY_HTTPS_HOST", "*")
                .containsEntry("LIBERTY_HTTP_PORT", "-1")
                .containsEntry("LIBERTY_TLS_PROTOCOLS", "TLSv1.3")
                .containsEntry("LIBERTY_CLIENT_AUTH_SUPPORTED", "true")
                .containsEntry("LIBERTY_CLIENT_AUTH_REQUIRED", "false")
                .containsEntry("LIBERTY_KEYSTORE_DIR", data().resolve("tls").toString())
                .containsEntry("WLP_OUTPUT_DIR", data().resolve("hub").toString())
                .containsEntry("RIS_DATA_DIR", data().toString())
                .containsEntry(
                        "RIS_MASTER_KEY_FILE", data().resolve("master.key").toString())
                .doesNotContainKeys("LOG_DIR", "RIS_LOCAL_AGENT_TOKEN_FILE");
        assertThat(data().resolve("local-agent")).doesNotExist();
    }

    @Test
    void makesNoMasterKeyWhereACommandPrintsIt() throws Exception {
        environment.put("RIS_SECURITY_MASTER_KEY_COMMAND", "age -d /keys/master");
        up("--no-agent").ready();

        assertThat(hubVariables())
                .containsEntry("RIS_SECURITY_MASTER_KEY_COMMAND", "age -d /keys/master")
                .doesNotContainKey("RIS_MASTER_KEY_FILE");
        assertThat(data().resolve("master.key")).doesNotExist();
    }

    @Test
    void letsTheHubBeNamedByThePortOfItsPublicUrl() throws Exception {
        environment.put("RIS_SERVER_PUBLIC_URL", "https://hub.example:9443");
        Run run = up("--no-agent").ready();

        assertThat(hubVariables()).containsEntry("LIBERTY_PUBLIC_PORT", "9443");
        assertThat(run.err()).doesNotContain("ris: ");
    }

    @Test
    void findsEverythingAsItWasAtTheSecondStart() throws Exception {
        Run first = up().ready();
        first.stop();
        String ca = Files.readString(data().resolve("tls/ca.pem"));
        String masterKey = Files.readString(data().resolve("master.key"));

        Run second = up().ready();

        assertThat(second.out()).doesNotContain("password:").contains("ready: https://localhost:");
        assertThat(data().resolve("tls/ca.pem")).hasContent(ca);
        assertThat(data().resolve("master.key")).hasContent(masterKey);
        assertThat(agentStarts()).hasSize(2).last().asString().doesNotContain("--token-file");
        assertThat(hubVariables()).doesNotContainKey("RIS_LOCAL_AGENT_TOKEN_FILE");
    }

    @Test
    void keepsItsFilesToTheirOwner() throws Exception {
        up().ready().stop();

        assertThat(mode(data())).isEqualTo("rwx------");
        for (String file : List.of(
                "master.key",
                "lock",
                "tls/ca.p12",
                "tls/server.p12",
                "tls/trust.p12",
                "tls/password",
                "hub/hub.log",
                "local-agent/agent.log")) {
            assertThat(mode(data().resolve(file))).as(file).isEqualTo("rw-------");
        }
    }

    @Test
    void saysWhyTheHubDied() {
        environment.put("FAKE_HUB_DIES", "true");
        Run run = up();

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .contains("ris: the hub ended with exit code 7: [ERROR] the store is broken (log: "
                        + data().resolve("hub/hub.log") + ")");
        assertThat(data().resolve("local-agent")).doesNotExist();
    }

    @Test
    void endsAHubThatRunsButCannotListen() {
        environment.put("FAKE_HUB_CANNOT_LISTEN", "true");
        Run run = up();

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("ris: the hub cannot start: [ERROR] CWWKO0221E: TCP Channel");
        assertThat(data().resolve("local-agent")).doesNotExist();
    }

    @Test
    void stopsTheAgentWhenTheHubEnds() throws Exception {
        Path signal = directory.resolve("die");
        environment.put("FAKE_HUB_WAITS_FOR", signal.toString());
        Run run = up().ready();
        ProcessHandle agent = running("local-agent/agent.pid");
        Files.createFile(signal);

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("the hub ended with exit code 9");
        assertThat(agent.isAlive()).isFalse();
    }

    @Test
    void stopsTheHubWhenTheAgentCannotStart() throws Exception {
        scriptAgent("4");
        Run run = up();

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("the local agent ended with exit code 4: cannot go on");
        assertThat(data().resolve("hub/hub.pid")).doesNotExist();
    }

    @Test
    void startsAnAgentThatEndedAgain() throws Exception {
        Run run = up().ready();
        running("local-agent/agent.pid").destroyForcibly();

        await().atMost(PATIENCE).until(() -> agentStarts().size() == 2);
        assertThat(run.err()).contains("the local agent ended with exit code 137");
        assertThat(run.stop()).isEqualTo(ExitCode.OK);
    }

    @Test
    void leavesADeletedAgentOff() throws Exception {
        scriptAgent("6");
        Run run = up().ready();

        assertThat(run.err()).contains("the local agent was deleted or revoked at the hub");
        assertThat(run.stop()).isEqualTo(ExitCode.OK);
        assertThat(agentStarts()).hasSize(1);
    }

    @Test
    void stopsEverythingOnSigtermAndExitsWithZero() throws Exception {
        int port = freePort();
        List<String> line = new ArrayList<>(FakePrograms.java(UpWithFakes.class));
        line.addAll(List.of("up", "--data-dir", data().toString(), "--port", String.valueOf(port)));
        Path output = directory.resolve("output");
        Process up = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            await().atMost(PATIENCE).until(() -> Files.readString(output).contains("ready: "));
            ProcessHandle hub = running("hub/hub.pid");
            ProcessHandle agent = running("local-agent/agent.pid");
            up.destroy();

            assertThat(up.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(up.exitValue()).isZero();
            assertThat(output).content().endsWith("stopped\n");
            assertThat(List.of(hub, agent)).noneMatch(ProcessHandle::isAlive);
        } finally {
            up.destroyForcibly();
        }
    }
}
