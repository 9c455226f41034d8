package io.ris.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.protocol.AgentFrame;
import io.ris.protocol.AgentId;
import io.ris.protocol.AttemptState;
import io.ris.protocol.CommandSpec;
import io.ris.protocol.FrameException;
import io.ris.protocol.HubFrame;
import io.ris.protocol.Priority;
import io.ris.protocol.ResultStatus;
import io.ris.protocol.TaskAttempt;
import io.ris.protocol.TaskId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatedAgentTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final TaskId TASK = new TaskId("task-1");
    private static final TaskId OTHER = new TaskId("task-2");
    private static final CommandSpec UNAME = new CommandSpec("uname", List.of("-a"), null, Map.of(), null, null);

    private final List<TaskAttempt> performed = new ArrayList<>();
    private final RecordingOutbox hub = new RecordingOutbox();
    private final SimulatedAgent agent = new SimulatedAgent(
            new AgentId("a-1"),
            2,
            (attempt, spec) -> {
                performed.add(attempt);
                return Work.NOTHING.perform(attempt, spec);
            },
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void saysHelloAndNothingElseWhenTheConnectionOpens() {
        agent.opened(hub);

        assertThat(hub.take()).singleElement().isInstanceOfSatisfying(AgentFrame.Hello.class, hello -> {
            assertThat(hello.agentId()).isEqualTo(new AgentId("a-1"));
            assertThat(hello.highestEpoch()).isZero();
            assertThat(hello.tasks()).isEmpty();
        });
    }

    @Test
    void refusesATaskThatComesBeforeWelcome() {
        agent.opened(hub);
        hub.take();

        agent.received(offer(TASK, 1, 1, true));

        assertThat(hub.take()).singleElement().isInstanceOfSatisfying(AgentFrame.Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(FrameException.UNEXPECTED);
            assertThat(fault.ref()).isEqualTo("offer");
        });
        assertThat(performed).isEmpty();
    }

    @Test
    void sendsNoHeartbeatBeforeWelcome() {
        agent.opened(hub);
        hub.take();

        agent.heartbeat();
        assertThat(hub.take()).isEmpty();

        agent.received(welcome(1));
        agent.heartbeat();
        assertThat(hub.take()).hasOnlyElementsOfType(AgentFrame.Heartbeat.class).hasSize(1);
    }

    @Test
    void acceptsAnOfferAndWaitsForStart() {
        connect(1);

        agent.received(offer(TASK, 1, 1, false));

        assertThat(hub.take()).containsExactly(new AgentFrame.Accepted(TASK, 1));
        assertThat(performed).isEmpty();
    }

    @Test
    void runsAnAcceptedAttemptOnStart() {
        connect(1);
        agent.received(offer(TASK, 1, 1, false));
        hub.take();

        agent.received(new HubFrame.Start(TASK, 1, 1));

        assertThat(hub.take()).containsExactly(new AgentFrame.Started(TASK, 1, NOW), completed(TASK, 1));
        assertThat(performed).containsExactly(new TaskAttempt(TASK, 1));
    }

    @Test
    void beginsAtOnceWhereTheOfferSaysSo() {
        connect(1);

        agent.received(offer(TASK, 1, 1, true));

        assertThat(hub.take())
                .containsExactly(
                        new AgentFrame.Accepted(TASK, 1), new AgentFrame.Started(TASK, 1, NOW), completed(TASK, 1));
    }

    @Test
    void runsAnAttemptThatIsOfferedAndStartedTwiceOnce() {
        connect(1);
        for (int time = 0; time < 2; time++) {
            agent.received(offer(TASK, 1, 1, false));
            agent.received(new HubFrame.Start(TASK, 1, 1));
        }

        assertThat(performed).containsExactly(new TaskAttempt(TASK, 1));
        assertThat(hub.take())
                .containsExactly(
                        new AgentFrame.Accepted(TASK, 1),
                        new AgentFrame.Started(TASK, 1, NOW),
                        completed(TASK, 1),
                        completed(TASK, 1));
    }

    @Test
    void keepsAnAcceptedAttemptThatIsOfferedAgain() {
        connect(1);
        agent.received(offer(TASK, 1, 1, false));
        agent.received(offer(TASK, 1, 1, false));

        assertThat(hub.take()).containsExactly(new AgentFrame.Accepted(TASK, 1), new AgentFrame.Accepted(TASK, 1));
    }

    @Test
    void startsNoAttemptThatItNeverAccepted() {
        connect(1);

        agent.received(new HubFrame.Start(TASK, 1, 1));

        assertThat(hub.take()).isEmpty();
        assertThat(performed).isEmpty();
    }

    @Test
    void doesNotRunAnAcknowledgedAttemptAgain() {
        connect(1);
        agent.received(offer(TASK, 1, 1, true));
        agent.received(new HubFrame.Ack(TASK, 1));
        hub.take();

        agent.received(offer(TASK, 1, 1, true));

        assertThat(hub.take()).containsExactly(new AgentFrame.Rejected(TASK, 1, "already_finished"));
        assertThat(performed).hasSize(1);
    }

    @Test
    void runsTheNextAttemptAtAnAcknowledgedTask() {
        connect(1);
        agent.received(offer(TASK, 1, 1, true));
        agent.received(new HubFrame.Ack(TASK, 1));

        agent.received(offer(TASK, 2, 1, true));

        assertThat(performed).containsExactly(new TaskAttempt(TASK, 1), new TaskAttempt(TASK, 2));
    }

    @Test
    void endsACancelledAttemptThatHasNotBegun() {
        connect(1);
        agent.received(offer(TASK, 1, 1, false));
        hub.take();

        agent.received(new HubFrame.Cancel(TASK, 1, 1, "operator"));
        agent.received(new HubFrame.Start(TASK, 1, 1));

        assertThat(hub.take()).singleElement().isInstanceOfSatisfying(AgentFrame.Result.class, result -> assertThat(
                        result.status())
                .isEqualTo(ResultStatus.CANCELLED));
        assertThat(performed).isEmpty();
    }

    @Test
    void rejectsAnOfferBeyondItsCapacity() {
        connect(1);
        agent.received(offer(TASK, 1, 1, false));
        agent.received(offer(OTHER, 1, 1, false));
        hub.take();

        agent.received(offer(new TaskId("task-3"), 1, 1, false));

        assertThat(hub.take()).containsExactly(new AgentFrame.Rejected(new TaskId("task-3"), 1, "at_capacity"));
    }

    @Test
    void hasAPlaceAgainForEachAttemptThatIsFinishedThoughNotAcknowledged() {
        connect(1);
        agent.received(offer(TASK, 1, 1, true));
        agent.received(offer(OTHER, 1, 1, true));
        hub.take();

        agent.received(offer(new TaskId("task-3"), 1, 1, false));

        assertThat(hub.take()).containsExactly(new AgentFrame.Accepted(new TaskId("task-3"), 1));
    }

    @Test
    void refusesALowerEpochThanItHasSeen() {
        connect(5);

        agent.received(offer(TASK, 1, 4, true));

        assertThat(hub.take()).containsExactly(new AgentFrame.Rejected(TASK, 1, "stale_epoch"));
        assertThat(performed).isEmpty();
    }

    @Test
    void startsNothingForAHubThatLostTheAgent() {
        connect(5);
        agent.received(offer(TASK, 1, 5, false));
        hub.take();

        agent.received(new HubFrame.Start(TASK, 1, 4));

        assertThat(hub.take()).isEmpty();
        assertThat(performed).isEmpty();
    }

    @Test
    void remembersAHigherEpochOfACommand() {
        connect(5);
        agent.received(offer(TASK, 1, 6, false));
        hub.take();

        agent.received(offer(OTHER, 1, 5, false));

        assertThat(hub.take()).containsExactly(new AgentFrame.Rejected(OTHER, 1, "stale_epoch"));
    }

    @Test
    void leavesAHubWhoseWelcomeHasALowerEpoch() {
        connect(5);
        agent.closed();

        agent.opened(hub);
        agent.received(welcome(4));

        assertThat(hub.isClosed()).isTrue();
        assertThat(agent.welcome()).isEmpty();
    }

    @Test
    void sendsUnacknowledgedResultsAgainAfterTheNextWelcome() {
        connect(1);
        agent.received(offer(TASK, 1, 1, true));
        agent.closed();
        hub.take();

        agent.opened(hub);
        assertThat(hub.take()).singleElement().isInstanceOfSatisfying(AgentFrame.Hello.class, hello -> {
            assertThat(hello.highestEpoch()).isEqualTo(1);
            assertThat(hello.tasks()).containsExactly(new AgentFrame.KnownTask(TASK, 1, AttemptState.FINISHED));
        });
        agent.received(welcome(2));
        assertThat(hub.take()).containsExactly(completed(TASK, 1));
    }

    @Test
    void forgetsAnAcknowledgedResult() {
        connect(1);
        agent.received(offer(TASK, 1, 1, true));
        agent.received(new HubFrame.Ack(TASK, 1));
        agent.closed();
        hub.take();

        agent.opened(hub);
        agent.received(welcome(2));

        assertThat(hub.take()).singleElement().isInstanceOfSatisfying(AgentFrame.Hello.class, hello -> assertThat(
                        hello.tasks())
                .isEmpty());
    }

    @Test
    void startsAnAttemptThatItAcceptedBeforeTheConnectionWasLost() {
        connect(1);
        agent.received(offer(TASK, 1, 1, false));
        agent.closed();
        connect(2);

        agent.received(new HubFrame.Start(TASK, 1, 2));

        assertThat(performed).containsExactly(new TaskAttempt(TASK, 1));
    }

    @Test
    void forgetsARecalledAttemptThatHasNotBegun() {
        connect(1);
        agent.received(offer(TASK, 1, 1, false));
        agent.received(new HubFrame.Recall(TASK, 1, 1, "elsewhere"));

        agent.received(new HubFrame.Start(TASK, 1, 1));

        assertThat(performed).isEmpty();
    }

    @Test
    void keepsTheResultOfARecalledAttemptThatHasRun() {
        connect(1);
        agent.received(offer(TASK, 1, 1, true));
        agent.received(new HubFrame.Recall(TASK, 1, 1, "elsewhere"));
        hub.take();

        agent.received(offer(TASK, 1, 1, true));

        assertThat(hub.take()).containsExactly(completed(TASK, 1));
        assertThat(performed).hasSize(1);
    }

    @Test
    void comesBackWhenTheHubSaidSo() {
        connect(1);

        agent.received(new HubFrame.Goodbye(Duration.ofSeconds(7), "draining"));

        assertThat(agent.reconnectAfter()).contains(Duration.ofSeconds(7));
        assertThat(agent.isGoneForEver()).isFalse();
    }

    @Test
    void staysAwayWhenItWasDeleted() {
        connect(1);

        agent.received(new HubFrame.Goodbye(null, "deleted"));

        assertThat(agent.isGoneForEver()).isTrue();
    }

    @Test
    void answersABrokenMessageWithItsCode() {
        connect(1);

        agent.receivedBroken(new FrameException(FrameException.UNKNOWN_TYPE, "unknown type", "dance"));

        assertThat(hub.take())
                .containsExactly(new AgentFrame.Fault(FrameException.UNKNOWN_TYPE, "unknown type", "dance"));
    }

    private void connect(long epoch) {
        agent.opened(hub);
        agent.received(welcome(epoch));
        hub.take();
    }

    private static HubFrame.Welcome welcome(long epoch) {
        return new HubFrame.Welcome("s-1", "node-1", epoch, Duration.ofSeconds(30), Backoff.DEFAULT_POLICY, 0);
    }

    private static HubFrame.Offer offer(TaskId task, int attempt, long epoch, boolean start) {
        Duration timeout = Duration.ofSeconds(30);
        return new HubFrame.Offer(
                task, attempt, epoch, UNAME, timeout, NOW.plus(timeout), Priority.NORMAL, "request", start);
    }

    private static AgentFrame.Result completed(TaskId task, int attempt) {
        TaskAttempt key = new TaskAttempt(task, attempt);
        return new AgentFrame.Result(
                task, attempt, ResultStatus.COMPLETED, Work.NOTHING.perform(key, UNAME), null, null, NOW, NOW);
    }
}
