package io.ris.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.agent.enrolment.CaFingerprint;
import io.ris.agent.storage.DataDirectory;
import io.ris.agent.testing.FakeHub;
import io.ris.agent.testing.Offers;
import io.ris.agent.testing.TestCa;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.AgentId;
import io.ris.protocol.AttemptState;
import io.ris.protocol.CommandResult;
import io.ris.protocol.HubFrame;
import io.ris.protocol.Json;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.TaskSpec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The whole agent over real TLS, against a hub on loopback. */
@Tag("process")
class AgentCommandTest extends AgentUnderTest {

    private int run(String... arguments) {
        start(arguments);
        return exit();
    }

    @Test
    void enrolsConnectsAndRunsATask() throws Exception {
        enrol();
        awaitConnected(1);
        hub.send(Offers.started("t", Offers.command("uname", "-s")));
        await().until(() -> !hub.received(AgentFrame.Result.class).isEmpty());

        assertThat(notices).containsExactly("connected " + hub.uri() + " web-1 agent-1");
        AgentFrame.Hello hello = hub.received(AgentFrame.Hello.class).getFirst();
        assertThat(hello.agentId()).isEqualTo(new AgentId("agent-1"));
        assertThat(hello.capabilities())
                .contains("command", "connectivity_test", "file", "http_request")
                .isSubsetOf(TaskSpec.types()); // docker where the machine has an engine
        assertThat(hello.capacity()).isEqualTo(2 * Runtime.getRuntime().availableProcessors());
        CommandResult result =
                (CommandResult) hub.received(AgentFrame.Result.class).getFirst().result();
        assertThat(result.stdout()).isEqualTo("Linux\n");
        assertThat(hub.received(AgentFrame.Heartbeat.class)).isNotEmpty();
        await().until(() -> Files.readString(directory.resolve("status.json")).contains("\"connected\""));
        await().until(() -> !Files.exists(directory.resolve("journal/t.1")));
    }

    @Test
    void longOutputArrivesOverTheRealConnection() {
        enrol();
        awaitConnected(1);
        hub.send(Offers.started("t", Offers.shell("head -c 700000 /dev/urandom")));
        await().until(() -> !hub.received(AgentFrame.Result.class).isEmpty());

        long expected = 0;
        for (AgentFrame.Output piece : hub.received(AgentFrame.Output.class)) {
            assertThat(piece.stream()).isEqualTo(OutputStreamName.STDOUT);
            assertThat(piece.seq()).isEqualTo(expected);
            expected += piece.bytes().length;
        }
        assertThat(expected).isEqualTo(700_000);
    }

    @Test
    void comesBackWhenTheConnectionBreaksAndLosesNoResult() throws Exception {
        enrol();
        awaitConnected(1);
        Path go = directory.resolve("go");
        hub.send(Offers.started(
                "t", Offers.shell("while [ ! -e \"$1\" ]; do sleep 0.05; done; echo ok", go.toString())));
        await().until(() -> !hub.received(AgentFrame.Started.class).isEmpty());

        hub.cut();
        awaitConnected(2);
        assertThat(hub.received(AgentFrame.Hello.class).getLast().tasks())
                .extracting(AgentFrame.KnownTask::state)
                .containsExactly(AttemptState.STARTED);
        assertThat(hub.received(AgentFrame.Hello.class).getLast().highestEpoch())
                .isEqualTo(FakeHub.EPOCH);
        hub.acknowledge(false);
        Files.createFile(go);
        await().until(() -> hub.received(AgentFrame.Result.class).size() == 1);
        hub.cut();
        await().until(() -> hub.received(AgentFrame.Result.class).size() == 2);

        assertThat(hub.received(AgentFrame.Result.class)).allMatch(result -> result.error() == null);
        assertThat(hub.received(AgentFrame.Started.class)).hasSize(1);
        assertThat(notices).anyMatch(line -> line.startsWith("disconnected"));
    }

    @Test
    void aDeletedAgentStopsAndSaysSo() {
        enrol();
        awaitConnected(1);
        hub.send(new HubFrame.Goodbye(null, "deleted"));

        assertThat(exit()).isEqualTo(6);
        assertThat(notices).last().asString().startsWith("dismissed").contains("deleted");
    }

    @Test
    void anAgentThatIsRefusedAtTheDoorStops() {
        enrol();
        awaitConnected(1);
        hub.refuseAgents();
        hub.cut();

        assertThat(exit()).isEqualTo(6);
        assertThat(notices).last().asString().startsWith("dismissed").contains("403");
    }

    @Test
    void givesUpWhenTheHubHasSaidSoAndStaysAway() throws Exception {
        hub.giveUpAfter(3);
        enrol();
        awaitConnected(1);
        hub.goAway();

        assertThat(exit()).isEqualTo(ExitCode.GAVE_UP.status());
        assertThat(notices)
                .last()
                .asString()
                .startsWith("failed 3 attempts in a row")
                .contains("max_attempts")
                .doesNotContain("\n");
        StringWriter out = new StringWriter();
        assertThat(status(out)).isEqualTo(StatusCommand.NOT_RUNNING);
        assertThat(out.toString()).contains("state: gave_up\n", "reason: 3 attempts in a row");
    }

    @Test
    void knowsItsHubAtTheNextStart() throws Exception {
        enrol();
        awaitConnected(1);
        hub.send(new HubFrame.Goodbye(null, "deleted"));
        exit();

        start();

        awaitConnected(2);
        assertThat(hub.enrolments()).hasSize(1);
    }

    @Test
    void theSameTokenEnrolsOnceAndAnotherOneAgain() throws Exception {
        for (String token : List.of(FakeHub.TOKEN, FakeHub.TOKEN, FakeHub.TOKEN + "-b")) {
            int before = (int) notices.stream()
                    .filter(line -> line.startsWith("connected"))
                    .count();
            start("--hub", hub.uri().toString(), "--token", token, "--ca-fingerprint", pin());
            awaitConnected(before + 1);
            hub.send(new HubFrame.Goodbye(null, "deleted"));
            exit();
        }

        assertThat(hub.enrolments()).hasSize(2);
    }

    @Test
    void everyRefusalHasItsExitCode() throws Exception {
        String url = hub.uri().toString();
        String wrong = CaFingerprint.of(new TestCa().certificate()).toString();

        assertThat(run()).isEqualTo(2);
        assertThat(run("--hub", "http://localhost:1")).isEqualTo(2);
        assertThat(run("--ca-fingerprint", "sha256:12")).isEqualTo(2);
        assertThat(run("--capacity", "0")).isEqualTo(2);
        assertThat(run("--hub", url, "--token", FakeHub.TOKEN, "--ca-fingerprint", wrong))
                .isEqualTo(3);
        assertThat(run("--hub", url, "--token", "bad", "--ca-fingerprint", pin()))
                .isEqualTo(4);
        try (DataDirectory held = DataDirectory.open(directory)) {
            assertThat(held.path()).isDirectory();
            enrol();
            assertThat(exit()).isEqualTo(5);
        }
        assertThat(notices).hasSize(3).allMatch(line -> line.startsWith("failed") && !line.contains("\n"));
        assertThat(hub.agents()).isEmpty();
    }

    @Test
    void answersABrokenFrameOverTheRealConnection() {
        enrol();
        awaitConnected(1);
        hub.sendText("{\"type\":\"surprise\"}");
        await().until(() ->
                hub.has(AgentFrame.Fault.class, fault -> fault.code().equals("unknown_type")));

        hub.sendText("x");
        hub.sendText("y");

        awaitConnected(2);
        assertThat(hub.closeCodes()).contains(4003);
    }

    @Test
    void closesOnAMessageOfMoreThanAMegabyte() {
        enrol();
        awaitConnected(1);
        hub.sendText("{\"type\":\"" + "x".repeat(1 << 20) + "\"}");

        awaitConnected(2);
        assertThat(hub.closeCodes()).contains(4009);
    }

    @Test
    void doesNotStartWithAPolicyThatIsBroken() throws Exception {
        Files.writeString(directory.resolve("policy.json"), "{\"comands\":[]}");

        enrol();

        assertThat(exit()).isEqualTo(ExitCode.POLICY.status());
        assertThat(notices).singleElement().asString().contains("policy.json", "\"comands\"");
        assertThat(hub.received(AgentFrame.Hello.class)).isEmpty();
    }

    @Test
    void offersOnlyTheTypesThatItsPolicyAllows() throws Exception {
        Path policy = Files.writeString(directory.resolve("rules.json"), "{\"types\":[\"http_request\"]}");

        enrol("--policy", policy.toString());
        awaitConnected(1);

        assertThat(hub.received(AgentFrame.Hello.class).getFirst().capabilities())
                .containsExactly("http_request");
    }

    private int status(StringWriter out, String... options) {
        List<String> all = new ArrayList<>(List.of("--data-dir", directory.toString()));
        all.addAll(List.of(options));
        CommandLine line = new CommandLine(new StatusCommand(Map.of()));
        line.setOut(new PrintWriter(out, true));
        return line.execute(all.toArray(String[]::new));
    }

    @Test
    void statusTellsWhetherAnAgentRunsAndHowItIsDoing() throws Exception {
        StringWriter before = new StringWriter();
        assertThat(status(before)).isEqualTo(StatusCommand.NEVER_ENROLLED);
        assertThat(before.toString()).isEqualTo("state: never_enrolled\n");

        enrol();
        awaitConnected(1);
        hub.send(Offers.started("t", Offers.command("sleep", "600")));
        await().until(() -> Files.readString(directory.resolve("status.json")).contains("\"t\""));
        StringWriter running = new StringWriter();
        assertThat(status(running, "--json")).isEqualTo(StatusCommand.RUNNING);
        JsonNode facts = Json.strict().readTree(running.toString());
        assertThat(facts.path("state").asText()).isEqualTo("connected");
        assertThat(facts.path("hub").asText()).isEqualTo(hub.uri().toString());
        assertThat(facts.path("tasks").get(0).asText()).isEqualTo("t");
        assertThat(facts.path("epoch").asLong()).isEqualTo(FakeHub.EPOCH);
        assertThat(facts.path("journal_bytes").asLong()).isPositive();
        assertThat(facts.path("policy").asText()).isEqualTo("default");
        assertThat(facts.path("certificate_expires_at").asText()).endsWith("Z");

        cutShort();
        StringWriter after = new StringWriter();
        assertThat(status(after)).isEqualTo(StatusCommand.NOT_RUNNING);
        assertThat(after.toString()).contains("state: not_running\n");
    }
}
