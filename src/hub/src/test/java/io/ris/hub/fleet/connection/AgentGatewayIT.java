package io.ris.hub.fleet.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.fleet.enrolment.AgentKeyPair;
import io.ris.hub.fleet.enrolment.EnrolmentService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.HubFrame;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What may be said on a connection, whatever it is about. */
@ExtendWith(ArquillianExtension.class)
class AgentGatewayIT {

    private static final TenantCode TENANT = new TenantCode("default");

    @Inject
    private AgentGateway gateway;

    @Inject
    private AgentService agents;

    @Inject
    private EnrolmentService enrolments;

    @BeforeEach
    void enter() {
        TenantScope.enter(TENANT);
    }

    @AfterEach
    void leave() {
        TenantScope.leave();
    }

    @Test
    void aCapacityThatChangesIsNoted() {
        AgentKey key = new AgentKey(
                TENANT,
                agents.add("growing-" + System.nanoTime(), null, null, List.of())
                        .agentId());
        FakeAgent agent = FakeAgent.connect(gateway, key, AgentKeyPair.enrolled(enrolments, agents, key.agentId()));
        agent.say(new AgentFrame.Heartbeat(new AgentFrame.ResourceUsage(1, 2, 3), 0, 9));
        await().atMost(Duration.ofSeconds(30)).until(() -> TenantScope.call(TENANT, () -> agents.find(key.agentId()))
                .map(Agent::capacity)
                .filter(capacity -> capacity == 9)
                .isPresent());
        agent.leave();
    }

    @Test
    void aSecondHelloIsAFault() {
        AgentKey key = new AgentKey(
                TENANT,
                agents.add("talking-" + System.nanoTime(), null, null, List.of())
                        .agentId());
        FakeAgent agent = FakeAgent.connect(gateway, key, AgentKeyPair.enrolled(enrolments, agents, key.agentId()));
        agent.say(new AgentFrame.Fault("code", "an agent may complain", null));
        assertThat(agent.all(HubFrame.Fault.class)).isEmpty();
        agent.say(new AgentFrame.Hello(
                key.agentId(),
                "1",
                List.of(1),
                Set.of(),
                1,
                new AgentFrame.Host("linux", "amd64", "test", 1, 1),
                Map.of(),
                List.of(),
                null,
                "boot",
                0,
                List.of()));
        assertThat(agent.all(HubFrame.Fault.class)).hasSize(1);
        agent.leave();
    }

    @Test
    void aWelcomeSaysWhatToReportAndAReportIsNoFault() {
        AgentKey key = new AgentKey(
                TENANT,
                agents.add("reporting-" + System.nanoTime(), null, null, List.of())
                        .agentId());
        FakeAgent agent = FakeAgent.connect(gateway, key, AgentKeyPair.enrolled(enrolments, agents, key.agentId()));
        agent.say(report(key.agentId().value()));

        assertThat(agent.all(HubFrame.Welcome.class).getFirst().telemetry())
                .isEqualTo(new HubFrame.Telemetry(
                        Duration.ofSeconds(15), List.of("host", "docker", "process", "network")));
        assertThat(agent.all(HubFrame.Fault.class)).isEmpty();
        agent.say(report("somebody-else"));
        assertThat(agent.all(HubFrame.Fault.class)).singleElement().satisfies(fault -> assertThat(fault.message())
                .contains("agent_id"));
        agent.leave();
    }

    private static AgentFrame.Report report(String agentId) {
        return AgentFrame.Report.of(("{\"agent_id\":\"" + agentId + "\"}").getBytes(StandardCharsets.UTF_8));
    }
}
