package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.fleet.IssuedCertificate;
import io.ris.hub.fleet.connection.AgentGateway;
import io.ris.hub.fleet.connection.FakeAgent;
import io.ris.hub.fleet.enrolment.AgentKeyPair;
import io.ris.hub.fleet.enrolment.EnrolmentService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.messaging.WakeUps;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.AttemptState;
import io.ris.protocol.CommandResult;
import io.ris.protocol.HubFrame;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.Priority;
import io.ris.protocol.ResultStatus;
import io.ris.protocol.TaskAttempt;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From submit over the queue to an agent and back. */
@ExtendWith(ArquillianExtension.class)
class TaskFramesIT {

    private static final TenantCode TENANT = new TenantCode("default");

    @Inject
    private TaskService tasks;

    @Inject
    private TaskSubmission submission;

    @Inject
    private TaskRepository repository;

    @Inject
    private OutputReader output;

    @Inject
    private AgentLanes lanes;

    @Inject
    private WakeUps wakeUps;

    @Inject
    private AgentService agents;

    @Inject
    private AgentGateway gateway;

    @Inject
    private Clock clock;

    @Inject
    private EnrolmentService enrolments;

    private final Map<AgentKey, IssuedCertificate> certificates = new HashMap<>();
    private final List<FakeAgent> connected = new ArrayList<>();
    private AgentKey key;

    @BeforeEach
    void addAgent() {
        TenantScope.enter(TENANT);
        key = added();
    }

    private AgentKey added() {
        return new AgentKey(
                TENANT,
                agents.add("agent-" + System.nanoTime(), null, null, List.of()).agentId());
    }

    @AfterEach
    void leave() {
        connected.forEach(FakeAgent::leave);
        TenantScope.leave();
    }

    private FakeAgent connect(int capacity, AgentFrame.KnownTask... journal) {
        return connect(key, capacity, journal);
    }

    private FakeAgent connect(AgentKey agent, int capacity, AgentFrame.KnownTask... journal) {
        IssuedCertificate certificate = certificates.computeIfAbsent(
                agent, known -> AgentKeyPair.enrolled(enrolments, agents, known.agentId()));
        FakeAgent session = FakeAgent.connect(gateway, agent, certificate, capacity, List.of(journal));
        connected.add(session);
        return session;
    }

    private Task submit() {
        return submission.submit(key.agentId().value(), Orders.of());
    }

    private Task submitIdempotent() {
        return submission.submit(key.agentId().value(), Orders.of(Priority.NORMAL, true));
    }

    private TaskState stateOf(Task task) {
        return tasks.require(task.taskId()).state();
    }

    private AgentFrame.Result completed(Task task, int attempt) {
        Instant now = clock.instant();
        return new AgentFrame.Result(
                task.taskId(),
                attempt,
                ResultStatus.COMPLETED,
                new CommandResult(0, "out", null, "", null, null, 5),
                null,
                null,
                now,
                now);
    }

    private static HubFrame.Offer offerOf(FakeAgent agent, Task task) {
        return agent.next(HubFrame.Offer.class, offer -> offer.taskId().equals(task.taskId()));
    }

    private Task startOn(FakeAgent agent) {
        Task task = submit();
        offerOf(agent, task);
        agent.say(new AgentFrame.Accepted(task.taskId(), 1));
        agent.next(HubFrame.Start.class, start -> start.taskId().equals(task.taskId()));
        return task;
    }

    @Test
    void aMessageReachesTheListenerAndTheLane() {
        Task task = submit();
        lanes.of(key).release(task.taskId());
        wakeUps.tasks(TaskQueueListener.describe(TENANT, task), task.priority());
        await().until(() -> lanes.of(key).waiting().contains(task.taskId()));
    }

    @Test
    void aMessageForATaskThatHasEndedOffersNothing() {
        Task ended = submit();
        await().until(() -> lanes.of(key).knows(ended.taskId()));
        tasks.cancel(ended.taskId());
        FakeAgent agent = connect(4);
        wakeUps.tasks(TaskQueueListener.describe(TENANT, ended), ended.priority());
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
    void aResultThatComesAgainIsAcknowledgedAndChangesNothing() {
        FakeAgent agent = connect(4);
        Task task = startOn(agent);
        agent.say(completed(task, 1));
        Task ended = tasks.require(task.taskId());
        Instant now = clock.instant();
        agent.say(new AgentFrame.Result(task.taskId(), 1, ResultStatus.FAILED, null, "exit_code", "again", now, now));
        assertThat(agent.all(HubFrame.Ack.class)).hasSize(2);
        Task after = tasks.require(task.taskId());
        assertThat(after.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(after.result()).isEqualTo(ended.result());
        assertThat(after.error()).isNull();
        assertThat(after.events().getLast().reason()).startsWith("late result");
    }

    @Test
    void aResultOfAnotherAgentsTaskChangesNothing() {
        Task task = startOn(connect(4));
        FakeAgent thief = connect(added(), 4);
        thief.say(completed(task, 1));
        assertThat(stateOf(task)).isEqualTo(TaskState.RUNNING);
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
    void anOfferWithoutAnswerWaitsAgainWhenTheConnectionEnds() {
        FakeAgent agent = connect(4);
        Task task = submit();
        offerOf(agent, task);
        agent.leave();
        assertThat(stateOf(task)).isEqualTo(TaskState.QUEUED);
        FakeAgent back = connect(4);
        assertThat(offerOf(back, task).attempt()).isEqualTo(2);
        assertThat(back.epoch()).isGreaterThan(agent.epoch());
    }

    @Test
    void acceptingAnOfferThatMovedOnIsRecalled() {
        FakeAgent agent = connect(4);
        Task task = submit();
        offerOf(agent, task);
        tasks.cancel(task.taskId());
        agent.say(new AgentFrame.Accepted(task.taskId(), 1));
        agent.next(HubFrame.Recall.class, recall -> "moved_on".equals(recall.reason()));
        assertThat(agent.all(HubFrame.Start.class)).isEmpty();
        assertThat(stateOf(task)).isEqualTo(TaskState.CANCELLED);
    }

    @Test
    void aRunningTaskGoesOnWhenItsAgentComesBack() {
        FakeAgent agent = connect(4);
        Task task = startOn(agent);
        agent.leave();
        assertThat(tasks.require(task.taskId()).lostSince()).isNotNull();
        FakeAgent back = connect(4, new AgentFrame.KnownTask(task.taskId(), 1, AttemptState.STARTED));
        Task adopted = tasks.require(task.taskId());
        assertThat(adopted.state()).isEqualTo(TaskState.RUNNING);
        assertThat(adopted.epoch()).isEqualTo(back.epoch());
        assertThat(adopted.lostSince()).isNull();
        assertThat(lanes.of(key).held()).contains(task.taskId());
        back.say(completed(task, 1));
        assertThat(stateOf(task)).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void aRunningTaskThatTheAgentForgotFailsWithAnUnknownOutcome() {
        FakeAgent agent = connect(4);
        Task task = startOn(agent);
        agent.leave();
        connect(4);
        Task failed = tasks.require(task.taskId());
        assertThat(failed.state()).isEqualTo(TaskState.FAILED);
        assertThat(failed.error()).isEqualTo("outcome_unknown");
    }

    @Test
    void aRunningTaskThatTheAgentForgotRunsAgainWhereThatDoesNoHarm() {
        FakeAgent agent = connect(4);
        Task task = submission.submit(key.agentId().value(), Orders.retried(1));
        offerOf(agent, task);
        agent.leave();
        FakeAgent back = connect(4);
        assertThat(offerOf(back, task).attempt()).isEqualTo(2);
    }

    @Test
    void anAttemptThatNobodyWantsAnyMoreIsEnded() {
        FakeAgent agent = connect(4);
        Task task = startOn(agent);
        agent.leave();
        connect(4); // forgot it, so it failed
        FakeAgent back = connect(4, new AgentFrame.KnownTask(task.taskId(), 1, AttemptState.STARTED));
        back.next(HubFrame.Cancel.class, cancel -> cancel.taskId().equals(task.taskId()));
        assertThat(stateOf(task)).isEqualTo(TaskState.FAILED);
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
