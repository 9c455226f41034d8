package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ris.hub.fleet.connection.FakeAgent;
import io.ris.hub.platform.messaging.WakeUps;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.HubFrame;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.Priority;
import io.ris.protocol.ResultStatus;
import io.ris.protocol.TaskAttempt;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** From submit over the queue to an agent and back. */
class TaskFramesIT extends TasksOfAnAgent {

    @Inject
    private OutputReader output;

    @Inject
    private WakeUps wakeUps;

    @Test
    void aMessageReachesTheListenerAndTheLane() {
        Task task = submit();
        lanes.of(key).release(task.taskId());
        wakeUps.tasks(TaskQueueListener.describe(key, AgentLane.Waiting.of(task)), task.priority());
        await().until(() -> lanes.of(key).waiting().contains(task.taskId()));
    }

    @Test
    void aMessageForATaskThatHasEndedOffersNothing() {
        Task ended = submit();
        await().until(() -> lanes.of(key).knows(ended.taskId()));
        tasks.cancel(ended.taskId());
        FakeAgent agent = connect(4);
        wakeUps.tasks(TaskQueueListener.describe(key, AgentLane.Waiting.of(ended)), ended.priority());
        Task next = submit();
        offerOf(agent, next);
        assertThat(agent.all(HubFrame.Offer.class))
                .extracting(HubFrame.Offer::taskId)
                .containsExactly(next.taskId());
    }

    @Test
    void aTaskGoesItsWay() {
        FakeAgent agent = connect(4);
        Task task = submit();
        HubFrame.Offer offer = offerOf(agent, task);
        assertThat(offer.start()).isFalse();
        assertThat(offer.epoch()).isEqualTo(agent.epoch());
        assertThat(stateOf(task)).isEqualTo(TaskState.ROUTING);
        agent.say(new AgentFrame.Accepted(task.taskId(), 1));
        agent.next(HubFrame.Start.class);
        assertThat(stateOf(task)).isEqualTo(TaskState.RUNNING);
        agent.say(completed(task, 1));
        agent.next(HubFrame.Ack.class);
        Task ended = tasks.require(task.taskId());
        assertThat(ended.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(ended.result()).contains("out");
        assertThat(ended.events())
                .extracting(TaskTransition::to)
                .containsExactly("queued", "routing", "running", "completed");
        assertThat(lanes.of(key).heldCount()).isZero();
    }

    @Test
    void aTaskThatMayRunTwiceStartsWithTheOffer() {
        FakeAgent agent = connect(4);
        Task task = submitIdempotent();
        assertThat(offerOf(agent, task).start()).isTrue();
        assertThat(stateOf(task)).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void offersTheMostUrgentFirstAndNoMoreThanTheAgentTakes() {
        Task low = submission.submit(key.agentId().value(), Orders.of(Priority.LOW, false));
        Task critical = submission.submit(key.agentId().value(), Orders.of(Priority.CRITICAL, false));
        Task normal = submit();
        await().until(() -> lanes.of(key).waitingCount() == 3);
        FakeAgent agent = connect(2);
        assertThat(agent.all(HubFrame.Offer.class))
                .extracting(HubFrame.Offer::taskId)
                .containsExactly(critical.taskId(), normal.taskId());
        agent.say(new AgentFrame.Accepted(critical.taskId(), 1));
        agent.say(completed(critical, 1));
        offerOf(agent, low);
    }

    @Test
    void anOfferThatTheAgentCannotTakeNowWaitsAgain() {
        FakeAgent agent = connect(1);
        Task task = submit();
        offerOf(agent, task);
        agent.say(new AgentFrame.Rejected(task.taskId(), 1, "at_capacity"));
        assertThat(stateOf(task)).isEqualTo(TaskState.QUEUED);
        agent.say(new AgentFrame.Heartbeat(new AgentFrame.ResourceUsage(1, 2, 3), 0, 1));
        HubFrame.Offer again = agent.next(HubFrame.Offer.class, offer -> offer.attempt() == 2);
        assertThat(again.taskId()).isEqualTo(task.taskId());
    }

    @Test
    void anOfferThatTheAgentRefusesFails() {
        FakeAgent agent = connect(4);
        Task task = submit();
        offerOf(agent, task);
        agent.say(new AgentFrame.Rejected(task.taskId(), 1, "unsupported"));
        Task failed = tasks.require(task.taskId());
        assertThat(failed.state()).isEqualTo(TaskState.FAILED);
        assertThat(failed.error()).isEqualTo("unsupported");
    }

    @Test
    void aRunningTaskIsCancelledThroughItsAgent() {
        FakeAgent agent = connect(4);
        Task task = startOn(agent);
        tasks.cancel(task.taskId());
        agent.next(HubFrame.Cancel.class);
        assertThat(stateOf(task)).isEqualTo(TaskState.RUNNING);
        Instant now = clock.instant();
        agent.say(new AgentFrame.Result(task.taskId(), 1, ResultStatus.CANCELLED, null, null, null, now, now));
        assertThat(stateOf(task)).isEqualTo(TaskState.CANCELLED);
    }

    @Test
    void keepsEachByteOfOutputOnceHoweverOftenItIsSent() {
        FakeAgent agent = connect(4);
        Task task = startOn(agent);
        say(agent, task, 0, "hello ");
        say(agent, task, 0, "hello ");
        say(agent, task, 3, "lo world");
        say(agent, task, 100, "a gap");
        TaskAttempt attempt = new TaskAttempt(task.taskId(), 1);
        assertThat(from(attempt, 0)).isEqualTo("hello world");
        assertThat(from(attempt, 6)).isEqualTo("world");
        assertThat(agent.all(HubFrame.OutputAck.class))
                .extracting(HubFrame.OutputAck::seq)
                .containsExactly(6L, 6L, 11L, 11L);
    }

    private String from(TaskAttempt attempt, long offset) {
        OutputReader.Part part =
                output.stored(attempt, OutputStreamName.STDOUT, OutputReader.Bookmark.at(offset), 1_000);
        return new String(part.bytes(), StandardCharsets.UTF_8);
    }

    private static void say(FakeAgent agent, Task task, long seq, String text) {
        agent.say(new AgentFrame.Output(task.taskId(), 1, OutputStreamName.STDOUT, seq, text, "utf-8"));
    }

    @Test
    void aNewConnectionTakesThePlaceOfTheOldOne() {
        FakeAgent old = connect(4);
        FakeAgent present = connect(4);
        assertThat(old.next(HubFrame.Goodbye.class).reason()).isEqualTo("replaced");
        old.leave();
        Task task = submit();
        offerOf(present, task);
        assertThat(agents.isConnected(agents.find(key.agentId()).orElseThrow())).isTrue();
    }

    @Test
    void tasksOfADeletedAgentFail() {
        FakeAgent agent = connect(1);
        Task running = startOn(agent);
        Task waiting = submit();
        await().until(() -> lanes.of(key).knows(waiting.taskId()));
        agents.delete(key.agentId().value(), null);
        assertThat(agent.next(HubFrame.Goodbye.class).reason()).isEqualTo("deleted");
        assertThat(repository.find(running.taskId()).orElseThrow().error()).isEqualTo("client_deleted");
        assertThat(repository.find(waiting.taskId()).orElseThrow().error()).isEqualTo("client_deleted");
    }
}
