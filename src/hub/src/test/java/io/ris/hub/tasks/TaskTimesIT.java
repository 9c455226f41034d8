package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ris.hub.fleet.connection.FakeAgent;
import io.ris.hub.platform.TenantScope;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.HubFrame;
import io.ris.protocol.ResultStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Tasks that say when they may begin. */
class TaskTimesIT extends TasksOfAnAgent {

    private static final Duration ENOUGH_FOR_AN_OFFER = Duration.ofSeconds(3);

    private Task submitUntil(Instant expiresAt, boolean idempotent) {
        return submission.submit(key.agentId().value(), Orders.within(null, expiresAt, idempotent));
    }

    private AgentFrame.Result refused(Task task) {
        Instant now = clock.instant();
        return new AgentFrame.Result(
                task.taskId(), 1, ResultStatus.FAILED, null, "connection_refused", "told", now, now);
    }

    private void awaitEnd(Task task) {
        await().until(() -> TenantScope.call(TENANT, () -> stateOf(task).isTerminal()));
    }

    @Test
    void whatIsAcceptedAfterItsTimeIsNotStarted() {
        FakeAgent agent = connect(4);
        Instant expiresAt = clock.instant().plus(ENOUGH_FOR_AN_OFFER);
        Task task = submitUntil(expiresAt, false);
        offerOf(agent, task);
        await().until(() -> clock.instant().isAfter(expiresAt));
        agent.say(new AgentFrame.Accepted(task.taskId(), 1));
        assertThat(agent.next(HubFrame.Recall.class).reason()).isEqualTo("expired");
        assertThat(agent.all(HubFrame.Start.class)).isEmpty();
        Task ended = tasks.require(task.taskId());
        assertThat(ended.state()).isEqualTo(TaskState.FAILED);
        assertThat(ended.error()).isEqualTo("expired");
        assertThat(ended.detail()).isEqualTo("it was not started in time");
        assertThat(ended.startedAt()).isNull();
        assertThat(lanes.of(key).knows(task.taskId())).isFalse();
    }

    @Test
    void whatHasRunAndExpiresBeforeItRunsAgainDoesNotSayThatItNeverBegan() {
        FakeAgent agent = connect(4);
        Task task = submitUntil(clock.instant().plus(ENOUGH_FOR_AN_OFFER), true);
        offerOf(agent, task);
        agent.say(refused(task));
        assertThat(stateOf(task)).isEqualTo(TaskState.RETRYING);
        agent.leave();
        awaitEnd(task);
        Task ended = tasks.require(task.taskId());
        assertThat(ended.error()).isEqualTo("expired");
        assertThat(ended.detail()).isEqualTo("after the last attempt no other was started in time");
    }

    @Test
    void whatIsNotToBeginYetWaitsForItsTime() {
        FakeAgent agent = connect(4);
        Instant notBefore = clock.instant().plusSeconds(1);
        Task task = submission.submit(key.agentId().value(), Orders.within(notBefore, null, false));
        assertThat(task.state()).isEqualTo(TaskState.PENDING);
        offerOf(agent, task);
        agent.say(new AgentFrame.Accepted(task.taskId(), 1));
        agent.say(completed(task, 1));
        Task ended = tasks.require(task.taskId());
        assertThat(ended.events())
                .extracting(TaskTransition::to)
                .containsExactly("pending", "queued", "routing", "running", "completed");
        assertThat(ended.events().get(1).at()).isAfterOrEqualTo(notBefore);
    }
}
