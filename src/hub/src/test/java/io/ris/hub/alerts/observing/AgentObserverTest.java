package io.ris.hub.alerts.observing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.alerts.rules.AgentScope;
import io.ris.hub.alerts.rules.Condition.AgentCondition;
import io.ris.hub.alerts.rules.Condition.AgentState;
import io.ris.hub.fleet.Agent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentObserverTest {

    private static final Instant ALL_BACK = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = ALL_BACK.plusSeconds(3600);

    private final AgentObserver observer = new AgentObserver(agent -> agent.node() != null, ALL_BACK);

    private static Agent agent(String id, String status, @Nullable String node, @Nullable Instant lastSeen) {
        return agent(id, status, node, lastSeen, null, null);
    }

    private static Agent agent(
            String id,
            String status,
            @Nullable String node,
            @Nullable Instant lastSeen,
            @Nullable Instant revokedAt,
            @Nullable String scheduling) {
        return new Agent(
                id,
                1,
                "name-" + id,
                null,
                null,
                status,
                List.of("env=prod"),
                null,
                revokedAt,
                null,
                null,
                null,
                List.of(),
                null,
                1,
                node,
                null,
                lastSeen,
                null,
                scheduling,
                null,
                NOW,
                null,
                NOW,
                NOW,
                1);
    }

    private List<Finding> observe(AgentState state, AgentScope scope, Agent... agents) {
        return observer.observe(new AgentCondition(state, scope), new TenantSight(NOW, () -> List.of(agents), List::of))
                .holding();
    }

    @Test
    void missesWhoIsAwayAndShouldNotBe() {
        List<Finding> away = observe(
                AgentState.OFFLINE,
                AgentScope.ALL,
                agent("here", "active", "node", NOW),
                agent("away", "active", null, NOW.minusSeconds(60)),
                agent("never-came", "active", null, null),
                agent("switched-off", "inactive", null, NOW),
                agent("cut-off", "active", null, NOW, NOW, null));
        assertThat(away).singleElement().satisfies(finding -> {
            assertThat(finding.subject()).isEqualTo(Subject.agent("away", "name-away"));
            assertThat(finding.since()).isEqualTo(NOW.minusSeconds(60));
            assertThat(finding.text()).isEqualTo("client name-away is offline");
        });
    }

    @Test
    void whoWentBeforeTheHubStartedIsMissedFromWhenAllShouldBeBack() {
        assertThat(observe(
                        AgentState.OFFLINE,
                        AgentScope.ALL,
                        agent("away", "active", null, ALL_BACK.minusSeconds(86_400))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.since()).isEqualTo(ALL_BACK));
    }

    @Test
    void findsThoseThatOperatorsTookOut() {
        Agent paused = agent("paused", "active", "node", NOW, null, "paused");
        Agent draining = agent("draining", "active", "node", NOW, null, "draining");
        assertThat(observe(AgentState.PAUSED, AgentScope.ALL, paused, draining))
                .extracting(finding -> finding.subject().id())
                .containsExactly("paused");
        assertThat(observe(AgentState.DRAINING, AgentScope.of(List.of(), "env=prod"), paused, draining))
                .extracting(finding -> finding.subject().id())
                .containsExactly("draining");
        assertThat(observe(AgentState.DRAINING, AgentScope.of(List.of(), "env=test"), paused, draining))
                .isEmpty();
    }
}
