package io.ris.hub.tasks.targeting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.fleet.connection.AgentGateway;
import io.ris.hub.fleet.connection.FakeAgent;
import io.ris.hub.fleet.enrolment.AgentKeyPair;
import io.ris.hub.fleet.enrolment.EnrolmentService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.cluster.NodeLeases;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.tasks.Orders;
import io.ris.hub.tasks.Task;
import io.ris.hub.tasks.TaskService;
import io.ris.hub.tasks.TaskSubmission;
import io.ris.hub.testing.OtherNode;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who of several agents is given a task, with connections here and at another node. */
@ExtendWith(ArquillianExtension.class)
class AgentChoiceIT {

    private static final TenantCode TENANT = new TenantCode("default");

    @Inject
    private AgentChoice choice;

    @Inject
    private AgentService agents;

    @Inject
    private AgentGateway gateway;

    @Inject
    private EnrolmentService enrolments;

    @Inject
    private TaskSubmission submission;

    @Inject
    private TaskService tasks;

    @Inject
    private NodeLeases nodes;

    @Inject
    private Store store;

    @Inject
    private Clock clock;

    private final String group = "choice-" + System.nanoTime();
    private final List<FakeAgent> connected = new ArrayList<>();
    private final List<Task> submitted = new ArrayList<>();
    private OtherNode other;

    @BeforeEach
    void anotherNodeLives() {
        TenantScope.enter(TENANT);
        other = OtherNode.begin(store, nodes, clock);
    }

    @AfterEach
    void leave() {
        submitted.forEach(task -> tasks.cancel(task.taskId()));
        connected.forEach(FakeAgent::leave);
        other.end();
        TenantScope.leave();
    }

    private Agent added() {
        return agents.add(group + "-" + System.nanoTime(), null, null, List.of("group=" + group));
    }

    private void connectHere(Agent agent, int capacity) {
        AgentKey key = new AgentKey(TENANT, agent.agentId());
        connected.add(FakeAgent.connect(
                gateway, key, AgentKeyPair.enrolled(enrolments, agents, agent.agentId()), capacity, List.of()));
    }

    private void submit(Agent agent, int times) {
        for (int i = 0; i < times; i++) {
            submitted.add(submission.submit(agent.id(), Orders.of()));
        }
    }

    /** Once what this node remembers of its agents is what the store has. */
    private void assertChosen(Agent expected) {
        Target target = new Target(Map.of("group", group), null, Strategy.ANY, null, null);
        await().untilAsserted(() -> assertThat(TenantScope.call(TENANT, () -> choice.leastLoaded(target, "command"))
                        .id())
                .isEqualTo(expected.id()));
    }

    @Test
    void aFreeAgentOfAnotherNodeIsBetterThanABusyOneOfThisNode() {
        Agent here = added();
        Agent elsewhere = added();
        connectHere(here, 4);
        other.connect(elsewhere.agentId(), 3);
        submit(here, 2);
        assertChosen(elsewhere);
    }

    @Test
    void whatAnAgentOfAnotherNodeIsToDoCounts() {
        Agent here = added();
        Agent busy = added();
        Agent lessBusy = added();
        connectHere(here, 1);
        other.connect(busy.agentId(), 5);
        other.connect(lessBusy.agentId(), 3);
        submit(busy, 3);
        assertChosen(lessBusy);
        submit(lessBusy, 3);
        assertChosen(busy);
        submit(busy, 2);
        assertChosen(here);
    }

    @Test
    void anAgentKeepsItsCapacityInTheStore() {
        Agent agent = added();
        connectHere(agent, 7);
        assertThat(agents.find(agent.agentId()).orElseThrow().capacity()).isEqualTo(7);
    }
}
