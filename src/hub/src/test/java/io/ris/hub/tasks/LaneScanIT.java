package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.fleet.connection.FakeAgent;
import io.ris.protocol.TaskId;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

class LaneScanIT extends TasksOfAnAgent {

    @Inject
    private LaneScan scan;

    /** As another node ends it, of which this one is not told. */
    private void endElsewhere(Task task) {
        TaskChange end =
                TaskChange.of(tasks.require(task.taskId()), TaskState.COMPLETED).finished(clock.instant());
        assertThat(repository.apply(end, clock.instant())).isTrue();
    }

    @Test
    void thePlaceOfATaskThatEndedElsewhereIsGivenToTheNext() {
        FakeAgent agent = connect(2);
        Task ended = startOn(agent);
        Task running = startOn(agent);
        Task next = submit();
        assertThat(lanes.of(key).waiting()).containsExactly(next.taskId());
        endElsewhere(ended);
        scan.scan(TENANT);
        offerOf(agent, next);
        assertThat(lanes.of(key).held()).containsExactlyInAnyOrder(running.taskId(), next.taskId());
    }

    @Test
    void whatIsNotInTheStoreAnyMoreTakesNoPlace() {
        FakeAgent agent = connect(1);
        Task running = startOn(agent);
        lanes.of(key).hold(new TaskId("gone-" + key.agentId()), clock.instant().plus(TaskLife.GRACE));
        scan.scan(TENANT);
        assertThat(lanes.of(key).held()).containsExactly(running.taskId());
    }
}
