package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ris.hub.fleet.connection.FakeAgent;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.AttemptState;
import io.ris.protocol.HubFrame;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.ResultStatus;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What agents say of tasks when connections end, frames come twice, and steps were lost on their way. */
class TaskFaultsIT extends TasksOfAnAgent {

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
    void whatComesTooLateForATaskIsAnEventAndChangesNothing() {
        FakeAgent agent = connect(4);
        Task task = submit();
        offerOf(agent, task);
        tasks.cancel(task.taskId());
        agent.say(new AgentFrame.Accepted(task.taskId(), 1));
        agent.say(new AgentFrame.Rejected(task.taskId(), 1, "at_capacity"));
        agent.say(new AgentFrame.Started(task.taskId(), 1, clock.instant()));
        agent.say(new AgentFrame.Rejected(task.taskId(), 7, "unsupported"));
        agent.say(new AgentFrame.Output(task.taskId(), 1, OutputStreamName.STDOUT, 0, "late", "utf-8"));
        FakeAgent thief = connect(added(), 4);
        thief.say(new AgentFrame.Accepted(task.taskId(), 1));
        thief.say(new AgentFrame.Rejected(task.taskId(), 1, "at_capacity"));
        thief.say(new AgentFrame.Started(task.taskId(), 1, clock.instant()));
        Task ended = tasks.require(task.taskId());
        assertThat(ended.state()).isEqualTo(TaskState.CANCELLED);
        assertThat(ended.events().subList(3, ended.events().size()))
                .allSatisfy(event -> assertThat(event.to()).isEqualTo("cancelled"))
                .extracting(TaskTransition::reason)
                .containsExactly(
                        "late accepted of attempt 1",
                        "late rejected of attempt 1",
                        "late started of attempt 1",
                        "late rejected of attempt 7");
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
    void aFailureThatIsToldAgainIsNoSecondFailure() {
        FakeAgent agent = connect(4);
        Task task = submission.submit(key.agentId().value(), Orders.retried(5));
        offerOf(agent, task);
        AgentFrame.Result refused = failed(task, 1, "connection_refused");
        agent.say(refused);
        assertThat(stateOf(task)).isEqualTo(TaskState.RETRYING);
        agent.say(refused);
        agent.say(refused);
        assertThat(agent.all(HubFrame.Ack.class)).hasSize(3);
        assertThat(tasks.require(task.taskId()).retries()).isEqualTo(1);
    }

    @Test
    void anAttemptThatWasGivenUpAndCompletedAfterAllIsTheEnd() {
        FakeAgent agent = connect(4);
        Task task = submission.submit(key.agentId().value(), Orders.retried(1));
        offerOf(agent, task);
        agent.say(failed(task, 1, "connection_refused"));
        assertThat(stateOf(task)).isEqualTo(TaskState.RETRYING);
        agent.say(completed(task, 1));
        assertThat(stateOf(task)).isEqualTo(TaskState.COMPLETED);
        assertThat(lanes.of(key).knows(task.taskId())).isFalse();
    }

    @Test
    void outputThatNobodyWantsIsAcknowledgedSoThatTheResultCanFollow() {
        FakeAgent agent = connect(4);
        Task task = startOn(agent);
        agent.leave();
        connect(4); // forgot it, so it failed
        FakeAgent back = connect(4, new AgentFrame.KnownTask(task.taskId(), 1, AttemptState.FINISHED));
        back.say(new AgentFrame.Output(task.taskId(), 7, OutputStreamName.STDOUT, 0, "of no attempt", "utf-8"));
        assertThat(back.next(HubFrame.OutputAck.class).seq()).isEqualTo(13);
        back.say(completed(task, 1));
        back.next(HubFrame.Ack.class);
        assertThat(stateOf(task)).isEqualTo(TaskState.FAILED);
    }

    @Test
    void whatIsToBeCancelledDoesNotBegin() {
        FakeAgent agent = connect(4);
        Task task = startOn(agent);
        agent.leave();
        tasks.cancel(task.taskId());
        FakeAgent back = connect(4, new AgentFrame.KnownTask(task.taskId(), 1, AttemptState.ACCEPTED));
        back.next(HubFrame.Cancel.class);
        assertThat(back.all(HubFrame.Start.class)).isEmpty();
    }

    @Test
    void anAgentThatTakesNothingNowIsLeftAloneUntilItsHeartbeat() {
        FakeAgent agent = connect(1);
        Task task = submit();
        offerOf(agent, task);
        agent.say(new AgentFrame.Rejected(task.taskId(), 1, "journal_failed"));
        assertThat(stateOf(task)).isEqualTo(TaskState.QUEUED);
        assertThat(lanes.of(key).hasNext(1)).isFalse();
        agent.say(new AgentFrame.Heartbeat(new AgentFrame.ResourceUsage(1, 2, 3), 0, 1));
        agent.next(HubFrame.Offer.class, offer -> offer.attempt() == 2);
    }

    @Test
    void whatIsToBeCancelledAndWasNotTakenIsOver() {
        FakeAgent agent = connect(1);
        Task task = submitIdempotent();
        offerOf(agent, task);
        tasks.cancel(task.taskId());
        agent.say(new AgentFrame.Rejected(task.taskId(), 1, "at_capacity"));
        assertThat(stateOf(task)).isEqualTo(TaskState.CANCELLED);
    }

    @Test
    void whatAnAgentsEngineCouldNotTakeIsTriedAgain() {
        FakeAgent agent = connect(4);
        Task task = submission.submit(key.agentId().value(), Orders.retried(1));
        offerOf(agent, task);
        agent.say(new AgentFrame.Rejected(task.taskId(), 1, "engine_unreachable", "it does not answer"));
        assertThat(stateOf(task)).isEqualTo(TaskState.RETRYING);
    }

    /** As after a store whose answer was lost: the step is taken, and what follows from it was not done. */
    @Test
    void aStartThatWasRecordedAndNotSaidIsSaidAgain() {
        FakeAgent agent = connect(4);
        Task task = submitIdempotent();
        offerOf(agent, task);
        lanes.of(key).release(task.taskId());
        AgentLane lane = lanes.of(key);
        lane.add(AgentLane.Waiting.of(task));
        assertThat(lane.take(4, clock.instant())).isPresent();
        await().until(() -> agent.all(HubFrame.Offer.class).size() == 2);
        assertThat(agent.all(HubFrame.Offer.class))
                .extracting(HubFrame.Offer::attempt)
                .containsOnly(1);
        assertThat(lane.isUnsure(task.taskId())).isFalse();
        agent.say(completed(task, 1));
        assertThat(stateOf(task)).isEqualTo(TaskState.COMPLETED);
    }

    private AgentFrame.Result failed(Task task, int attempt, String error) {
        Instant now = clock.instant();
        return new AgentFrame.Result(task.taskId(), attempt, ResultStatus.FAILED, null, error, "told", now, now);
    }
}
