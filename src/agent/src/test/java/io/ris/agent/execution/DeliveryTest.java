package io.ris.agent.execution;

import static io.ris.agent.testing.Offers.EPOCH;
import static io.ris.agent.testing.Offers.command;
import static io.ris.agent.testing.Offers.offer;
import static io.ris.agent.testing.Offers.shell;
import static io.ris.agent.testing.Offers.started;
import static io.ris.agent.testing.Offers.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.ris.agent.host.HostFacts;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.AttemptState;
import io.ris.protocol.CommandResult;
import io.ris.protocol.CommandSpec;
import io.ris.protocol.HttpRequestSpec;
import io.ris.protocol.HubFrame;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.ResultStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class DeliveryTest {

    private static final String BOOT = new HostFacts(Path.of("/proc")).bootId();

    @TempDir
    private Path directory;

    private Path effects;

    @AutoClose
    private Workbench bench;

    @BeforeEach
    void open() throws IOException {
        effects = directory.resolve("effects");
        bench = new Workbench(directory, 2, BOOT);
    }

    private void restart() throws IOException {
        restart(BOOT);
    }

    private void restart(String bootId) throws IOException {
        bench.close();
        bench = new Workbench(directory, 2, bootId);
    }

    /** Leaves a line per run, so that runs can be counted. */
    private CommandSpec counted() {
        return shell("echo ran >>\"$1\"", effects.toString());
    }

    /** Runs until the file {@code go} is there. */
    private CommandSpec held() {
        return shell(
                "echo begun; echo ran >>\"$1\"; while [ ! -e \"$2\" ]; do sleep 0.05; done; echo done; exit 7",
                effects.toString(),
                directory.resolve("go").toString());
    }

    private void release() throws IOException {
        Files.createFile(directory.resolve("go"));
    }

    private long runs() throws IOException {
        return Files.exists(effects) ? Files.readAllLines(effects).size() : 0;
    }

    private void awaitRun() {
        Workbench.await().until(() -> runs() == 1);
    }

    private static HubFrame.Start start(HubFrame.Offer offer) {
        return new HubFrame.Start(offer.taskId(), offer.attempt(), EPOCH);
    }

    private static HubFrame.Ack ack(HubFrame.Offer offer) {
        return new HubFrame.Ack(offer.taskId(), offer.attempt());
    }

    private List<AttemptState> states() {
        return bench.ask(Assignments::known).stream()
                .map(AgentFrame.KnownTask::state)
                .toList();
    }

    private List<String> rejections() {
        return bench.heard(AgentFrame.Rejected.class).stream()
                .map(AgentFrame.Rejected::reason)
                .toList();
    }

    @Test
    void anOfferIsJournalledAndWaitsForItsStart() throws IOException {
        HubFrame.Offer offer = waiting("t", counted());
        bench.say(offer);

        assertThat(bench.heard()).containsExactly(new AgentFrame.Accepted(offer.taskId(), 1));
        assertThat(bench.journalled(offer).resolve("offer.json")).exists();
        assertThat(runs()).isZero();

        bench.say(start(offer));
        bench.result(offer);
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void theSameOfferRunsOnceHoweverOftenItComes() throws IOException {
        HubFrame.Offer offer = started("t", counted());
        bench.say(offer);
        bench.say(offer);
        bench.result(offer);
        bench.say(offer);
        Workbench.await().until(() -> bench.results(offer).size() == 2);
        bench.say(ack(offer));
        bench.say(offer);

        assertThat(runs()).isEqualTo(1);
        assertThat(rejections()).containsExactly("already_finished");
    }

    @Test
    void aLateDuplicateIsNotRunEvenAfterARestart() throws IOException {
        HubFrame.Offer offer = started("t", counted());
        bench.run(offer);
        bench.say(ack(offer));
        restart();

        bench.say(offer);

        assertThat(rejections()).containsExactly("already_finished");
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void aRepeatedStartDoesNotStartAgain() throws IOException {
        HubFrame.Offer offer = waiting("t", counted());
        bench.say(offer);
        bench.say(start(offer));
        bench.say(start(offer));
        bench.result(offer);
        bench.say(start(offer));

        assertThat(runs()).isEqualTo(1);
        assertThat(bench.heard(AgentFrame.Started.class)).hasSize(1);
    }

    @Test
    void aRecalledOfferIsForgottenAndMayComeAgain() throws IOException {
        HubFrame.Offer offer = waiting("t", counted());
        bench.say(offer);
        bench.say(new HubFrame.Recall(offer.taskId(), 1, EPOCH, null));
        bench.say(start(offer));

        assertThat(states()).isEmpty();
        assertThat(runs()).isZero();
        bench.say(offer);
        bench.say(start(offer));
        bench.result(offer);
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void recallDoesNotStopWhatRuns() throws IOException {
        HubFrame.Offer offer = started("t", held());
        bench.say(offer);
        bench.say(new HubFrame.Recall(offer.taskId(), 1, EPOCH, null));
        release();

        assertThat(((CommandResult) bench.result(offer).result()).exitCode()).isEqualTo(7);
    }

    @Test
    void cancellingBeforeTheStartRunsNothing() throws IOException {
        HubFrame.Offer offer = waiting("t", counted());
        bench.say(offer);
        bench.say(new HubFrame.Cancel(offer.taskId(), 1, EPOCH, null));
        bench.say(start(offer));

        assertThat(bench.result(offer).status()).isEqualTo(ResultStatus.CANCELLED);
        assertThat(bench.result(offer).startedAt()).isNull();
        assertThat(runs()).isZero();
    }

    @Test
    void refusesMoreThanItsCapacityAndTakesMoreWhenThereIsRoom() throws IOException {
        HubFrame.Offer first = started("first", held());
        bench.say(first);
        bench.say(waiting("second", command("true")));
        bench.say(waiting("third", command("true")));
        assertThat(rejections()).containsExactly("at_capacity");

        release();
        bench.result(first);
        bench.say(waiting("third", command("true")));

        assertThat(bench.heard(AgentFrame.Accepted.class)).hasSize(3);
    }

    @Test
    void obeysNoHubOfALowerEpoch() throws IOException {
        HubFrame.Offer held = waiting("held", counted());
        bench.say(held);
        bench.welcome(EPOCH + 1);

        bench.say(start(held));
        bench.say(started("t", counted()));
        bench.say(new HubFrame.Recall(held.taskId(), 1, EPOCH, null));
        bench.say(new HubFrame.Cancel(held.taskId(), 1, EPOCH, null));

        assertThat(rejections()).containsExactly("stale_epoch");
        assertThat(states()).containsExactly(AttemptState.ACCEPTED);
        assertThat(runs()).isZero();

        restart();
        bench.say(started("t", counted()));
        assertThat(rejections()).containsExactly("stale_epoch");
    }

    @Test
    void unacknowledgedResultsAreSentAfterEveryWelcome() throws IOException {
        HubFrame.Offer offer = started("t", command("true"));
        AgentFrame.Result result = bench.run(offer);
        bench.welcome(EPOCH);
        Workbench.await().until(() -> bench.results(offer).size() == 2);
        restart();
        bench.welcome(EPOCH);

        assertThat(bench.result(offer)).isEqualTo(result);
        bench.say(ack(offer));
        assertThat(bench.journalled(offer)).doesNotExist();
        bench.welcome(EPOCH);
        assertThat(bench.ask(Assignments::known)).isEmpty();
        assertThat(bench.results(offer)).hasSize(1);
    }

    @Test
    void outputIsSentAgainFromWhatTheHubAcknowledged() {
        bench.acknowledgeOutput(false);
        HubFrame.Offer offer = started("t", shell("head -c 200000 /dev/zero"));
        bench.run(offer);
        bench.say(new HubFrame.OutputAck(offer.taskId(), 1, OutputStreamName.STDOUT, 65_536));
        bench.heard().clear();

        bench.welcome(EPOCH);
        bench.result(offer);

        List<AgentFrame.Output> again = bench.heard(AgentFrame.Output.class);
        assertThat(again.getFirst().seq()).isEqualTo(65_536);
        assertThat(again.stream().mapToInt(piece -> piece.bytes().length).sum()).isEqualTo(200_000 - 65_536);
    }

    @Test
    void acceptedAttemptsWaitForTheirStartAfterARestart() throws IOException {
        HubFrame.Offer offer = waiting("t", counted());
        bench.say(offer);
        restart();
        assertThat(states()).containsExactly(AttemptState.ACCEPTED);
        assertThat(runs()).isZero();

        bench.say(start(offer));
        bench.result(offer);

        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void aRunningCommandIsFoundAgainByTheNextAgent() throws IOException {
        HubFrame.Offer offer = started("t", held());
        bench.say(offer);
        awaitRun();
        restart();
        assertThat(states()).containsExactly(AttemptState.STARTED);

        release();

        AgentFrame.Result result = bench.result(offer);
        assertThat(result.error()).isEqualTo("exit_code");
        assertThat(((CommandResult) result.result()).exitCode()).isEqualTo(7);
        assertThat(new String(bench.streamed(OutputStreamName.STDOUT), StandardCharsets.UTF_8))
                .isEqualTo("begun\ndone\n");
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void theEndOfACommandIsKnownThoughNoAgentWasThere() throws IOException {
        HubFrame.Offer offer = started("t", held());
        bench.say(offer);
        awaitRun();
        bench.close();
        release();
        Workbench.await().until(() -> Files.exists(bench.journalled(offer).resolve("exit")));

        bench = new Workbench(directory, 2, BOOT);

        AgentFrame.Result result = bench.result(offer);
        assertThat(((CommandResult) result.result()).exitCode()).isEqualTo(7);
        assertThat(result.completedAt()).isAfter(result.startedAt());
    }

    @Test
    void timeoutCountsFromTheStartAcrossARestart() throws IOException {
        HubFrame.Offer offer = offer("t", held(), EPOCH, Duration.ofSeconds(2), true);
        bench.say(offer);
        awaitRun();
        restart();

        assertThat(bench.result(offer).status()).isEqualTo(ResultStatus.TIMEOUT);
    }

    @Test
    void whatLeftNoTraceHasAnUnknownOutcome() throws IOException {
        HubFrame.Offer offer = started("t", held());
        bench.say(offer);
        awaitRun();

        restart("another-boot");

        AgentFrame.Result result = bench.result(offer);
        assertThat(result.status()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.error()).isEqualTo("outcome_unknown");
        release();
        Workbench.await().until(() -> Files.exists(bench.journalled(offer).resolve("exit")));
    }

    @Test
    void anExchangeThatDiedWithItsAgentHasAnUnknownOutcome() throws IOException {
        try (StallingServer server = new StallingServer()) {
            HubFrame.Offer offer = started(
                    "t", new HttpRequestSpec("POST", server.url(), Map.of(), null, null, null, null, null, null));
            bench.say(offer);
            Workbench.await().until(server::isAsked);

            restart();

            assertThat(bench.result(offer).error()).isEqualTo("outcome_unknown");
        }
    }

    @Test
    void anAcknowledgedAttemptThatRunsIsForgottenAtItsEnd() throws IOException {
        HubFrame.Offer offer = started("t", held());
        bench.say(offer);
        bench.say(ack(offer));
        assertThat(states()).containsExactly(AttemptState.STARTED);

        release();

        Workbench.await().until(() -> states().isEmpty());
        assertThat(bench.results(offer)).isEmpty();
    }
}
