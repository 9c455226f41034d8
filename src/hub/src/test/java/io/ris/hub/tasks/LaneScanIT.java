package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.connection.FakeAgent;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.tenancy.TenantService;
import io.ris.protocol.TaskId;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaneScanIT extends TasksOfAnAgent {

    @Inject
    private LaneScan scan;

    @Inject
    private TaskLife life;

    @Inject
    private TaskWakeUps wakeUps;

    @Inject
    private TaskTimers timers;

    @Inject
    private TenantService tenants;

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

    /** An agent is added while the scan has its eyes on the others: each time just before it looks at the lanes. */
    private final class LanesOfNewAgents extends AgentLanes {

        private final List<AgentKey> added = new ArrayList<>();

        LanesOfNewAgents() {
            super(new NodePlaces(10));
        }

        @Override
        Map<AgentKey, AgentLane> all(TenantCode tenant) {
            AgentKey agent = added();
            of(agent);
            added.add(agent);
            return super.all(tenant);
        }
    }

    @Test
    void theLaneOfAnAgentThatIsNewIsNotTakenForADeletedOnes() {
        LanesOfNewAgents own = new LanesOfNewAgents();
        AgentKey deleted = added();
        own.of(deleted);
        agents.delete(deleted.agentId().value(), null);
        new LaneScan(repository, life, wakeUps, timers, own, agents, tenants, clock).scan(TENANT);
        assertThat(own.all().keySet()).containsAll(own.added).doesNotContain(deleted);
    }
}
