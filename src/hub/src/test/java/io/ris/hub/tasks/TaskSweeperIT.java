package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.fleet.connection.ConnectionRegistry;
import io.ris.hub.fleet.connection.FakeAgent;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.cluster.NodeLeases;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.tenancy.TenantRounds;
import io.ris.hub.tenancy.TenantService;
import io.ris.hub.testing.ManualClock;
import io.ris.hub.testing.OtherNode;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A sweeper beside the server's, which has just begun, a day after the deadline of the one task that it knows of. */
class TaskSweeperIT extends TasksOfAnAgent {

    private static final Duration RETENTION = Duration.ofDays(7);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);
    private static final Duration CONNECTING = Duration.ofMinutes(1);
    private static final Duration SCAN = Duration.ofSeconds(30);

    @Inject
    private OutputRepository outputs;

    @Inject
    private TaskLife life;

    @Inject
    private TaskDispatcher dispatcher;

    @Inject
    private TaskWakeUps wakeUps;

    @Inject
    private TenantService tenants;

    @Inject
    private TenantRounds rounds;

    @Inject
    private RepeatedWork repeated;

    @Inject
    private NodeLeases nodes;

    @Inject
    private Store store;

    private ManualClock later;

    private TaskSweeper begun(Task task) {
        later = new ManualClock(clock.instant().plus(Duration.ofDays(1)));
        TaskTimers timers = new TaskTimers(later);
        AgentLanes own = new AgentLanes(new NodePlaces(10));
        own.of(key).watch(task.taskId(), tasks.require(task.taskId()).deadline());
        LaneScan scan = new LaneScan(repository, life, wakeUps, timers, own, agents, tenants, later);
        return new TaskSweeper(
                repository,
                outputs,
                life,
                dispatcher,
                scan,
                timers,
                own,
                new ConnectionRegistry(),
                rounds,
                tenants,
                repeated,
                later,
                RETENTION,
                LONGEST_DELAY);
    }

    private void assertIsGivenUp(Task task) {
        Task ended = tasks.require(task.taskId());
        assertThat(ended.state()).isEqualTo(TaskState.FAILED);
        assertThat(ended.error()).isEqualTo("outcome_unknown");
    }

    @Test
    void afterTheHubWasAwayAnAgentHasItsLongestDelayToComeBack() {
        FakeAgent agent = connect(4);
        Task task = startOn(agent);
        agent.leave();
        TaskSweeper sweeper = begun(task);
        sweeper.turn();
        assertThat(stateOf(task)).isEqualTo(TaskState.RUNNING);
        later.pass(LONGEST_DELAY.plus(CONNECTING).minusMillis(1));
        sweeper.turn();
        assertThat(stateOf(task)).isEqualTo(TaskState.RUNNING);
        later.pass(Duration.ofMillis(1));
        sweeper.turn();
        assertIsGivenUp(task);
    }

    @Test
    void aTaskWhoseAgentIsConnectedToAnotherNodeIsLeftToThatNode() {
        FakeAgent agent = connect(4);
        Task task = startOn(agent);
        OtherNode other = OtherNode.begin(store, nodes, clock);
        other.connect(key.agentId(), 4);
        TaskSweeper sweeper = begun(task);
        later.pass(Duration.ofDays(1));
        sweeper.turn();
        assertThat(stateOf(task)).isEqualTo(TaskState.RUNNING);
        later.pass(SCAN);
        sweeper.turn();
        assertThat(stateOf(task)).isEqualTo(TaskState.RUNNING);
        other.end();
        later.pass(SCAN);
        sweeper.turn();
        assertIsGivenUp(task);
    }
}
