package io.ris.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubClientTest {

    @TempDir
    private Path directory;

    private TestAuthority authority;
    private FakeRest rest;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        authority = new TestAuthority();
        rest = new FakeRest(authority);
    }

    @AfterEach
    void stop() {
        rest.close();
    }

    @Test
    void enrolsEachAgentWithAKeyOfItsOwn() throws Exception {
        try (HubClient hub = login("secret")) {
            List<AgentCredentials> agents = new Enroller(hub, "sim", 2).enrol(3);

            assertThat(agents)
                    .extracting(agent -> agent.id().value())
                    .containsExactly("sim-00001", "sim-00002", "sim-00003");
            assertThat(agents)
                    .extracting(agent -> agent.certificate().getPublicKey())
                    .doesNotHaveDuplicates();
            assertThat(hub.connectedAgents()).isEqualTo(3);
        }
    }

    @Test
    void saysWhatTheHubAnsweredToAWrongPassword() {
        assertThatExceptionOfType(HubRefusal.class)
                .isThrownBy(() -> login("guess"))
                .withMessageContaining("/auth/login was answered 401")
                .withMessageContaining("invalid_credentials");
    }

    @Test
    void doesNotTalkToAHubOfAnotherAuthority() throws Exception {
        try (FakeRest other = new FakeRest(new TestAuthority())) {
            HubTrust trust = HubTrust.of(rest.caFile(directory));

            assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(() -> HubClient.login(other.address(), trust.tls(), "secret"));
        }
    }

    @Test
    void submitsToTheAgentsInTurnAndWaitsForTheResult() throws Exception {
        rest.answerTasks(200, "{\"status\":\"completed\",\"result\":{\"exit_code\":0}}");
        try (HubClient hub = login("secret")) {
            CommandSubmission submission = new CommandSubmission(hub, List.of("a-1", "a-2"));
            for (int index = 0; index < 3; index++) {
                submission.submit(index);
            }
        }

        assertThat(rest.submitted())
                .extracting(body -> body.path("client_id").asText())
                .containsExactly("a-1", "a-2", "a-1");
        assertThat(rest.submitted()).allSatisfy(body -> {
            assertThat(body.path("async").asBoolean(true)).isFalse();
            assertThat(body.path("task").path("command").asText()).isEqualTo("uname");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {"status":"failed","result":{"exit_code":1}}
                    200 | {"status":"completed","result":{"exit_code":1}}
                    200 | {"status":"completed"}
                    202 | {"status":"running"}
                    429 | {"status":"completed","result":{"exit_code":0}}
                    """)
    void takesNothingElseForACompletedTask(int status, String data) throws Exception {
        rest.answerTasks(status, data);
        try (HubClient hub = login("secret")) {
            CommandSubmission submission = new CommandSubmission(hub, List.of("a-1"));

            assertThatExceptionOfType(IOException.class).isThrownBy(() -> submission.submit(0));
            rest.answerTasks(200, "{\"status\":\"completed\",\"result\":{\"exit_code\":0}}");
            assertThatCode(() -> submission.submit(1)).doesNotThrowAnyException();
        }
    }

    private HubClient login(String password) throws Exception {
        Path passwordFile = Files.writeString(directory.resolve("admin-password"), password + "\n");
        try (HubUnderTest hub = HubUnderTest.attach(rest.address(), rest.caFile(directory), passwordFile, null)) {
            return hub.login();
        }
    }
}
