package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.fleet.connection.FakeAgent;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.AttemptState;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Tasks of an agent that went away with the node that had it, of which nobody told. */
class AbsentAgentIT extends TasksOfAnAgent {

    @Inject
    private LaneScan scan;

    @Inject
    private TaskLife life;

    /** As a node leaves it behind that is killed. */
    private Task leftRunning(long epoch) {
        Task task = submit();
        assertThat(life.routeAndStart(task, epoch)).isTrue();
        return tasks.require(task.taskId());
    }

    @Test
    void aRunningTaskWhoseAgentNoNodeHasIsFoundToBeLost() {
        connect(4).leave();
        Task task = leftRunning(1);
        assertThat(task.lostSince()).isNull();
        scan.scan(TENANT);
        Task lost = tasks.require(task.taskId());
        assertThat(lost.state()).isEqualTo(TaskState.RUNNING);
        assertThat(lost.lostSince()).isNotNull();
        assertThat(lost.revision()).isNotEqualTo(task.revision());
        scan.scan(TENANT);
        assertThat(tasks.require(task.taskId()).lostSince()).isEqualTo(lost.lostSince());
    }

    @Test
    void aLostTaskIsFoundAgainWithItsAgent() {
        connect(4).leave();
        Task task = leftRunning(1);
        scan.scan(TENANT);
        FakeAgent back = connect(4, new AgentFrame.KnownTask(task.taskId(), 1, AttemptState.STARTED));
        assertThat(tasks.require(task.taskId()).lostSince()).isNull();
        scan.scan(TENANT);
        assertThat(tasks.require(task.taskId()).lostSince()).isNull();
        back.say(completed(task, 1));
        assertThat(stateOf(task)).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void whatRunsUnderALaterConnectionThanTheOneThatEndedIsNotLost() {
        connect(4).leave();
        long last = agents.find(key.agentId()).orElseThrow().epoch();
        Task task = leftRunning(last + 1);
        scan.scan(TENANT);
        assertThat(tasks.require(task.taskId()).lostSince()).isNull();
    }
}
