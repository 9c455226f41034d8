package io.ris.hub.alerts.observing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.alerts.rules.AgentScope;
import io.ris.hub.alerts.rules.Condition.AgentCondition;
import io.ris.hub.alerts.rules.Condition.AgentState;
import io.ris.hub.fleet.AgentOutline;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentObserverTest {

    private static final Instant ALL_BACK = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = ALL_BACK.plusSeconds(3600);

    private final Map<AgentState, List<AgentOutline>> fleet = new EnumMap<>(AgentState.class);
    private final AgentObserver observer = new AgentObserver(state -> fleet.getOrDefault(state, List.of()), ALL_BACK);

    private static AgentOutline agent(String id, Instant since) {
        return new AgentOutline(id, "name-" + id, Map.of("env", "prod"), since);
    }

    private List<Finding> observe(AgentState state, AgentScope scope) {
        return observer.observe(new AgentCondition(state, scope)).holding();
    }

    @Test
    void missesWhoIsAway() {
        fleet.put(AgentState.OFFLINE, List.of(agent("away", NOW.minusSeconds(60))));
        assertThat(observe(AgentState.OFFLINE, AgentScope.ALL)).singleElement().satisfies(finding -> {
            assertThat(finding.subject()).isEqualTo(Subject.agent("away", "name-away"));
            assertThat(finding.since()).isEqualTo(NOW.minusSeconds(60));
            assertThat(finding.text()).isEqualTo("client name-away is offline");
        });
        assertThat(observe(AgentState.PAUSED, AgentScope.ALL)).isEmpty();
    }

    @Test
    void whoWentBeforeTheHubStartedIsMissedFromWhenAllShouldBeBack() {
        Instant before = ALL_BACK.minusSeconds(86_400);
        fleet.put(AgentState.OFFLINE, List.of(agent("away", before)));
        fleet.put(AgentState.PAUSED, List.of(agent("paused", before)));
        assertThat(observe(AgentState.OFFLINE, AgentScope.ALL))
                .singleElement()
                .satisfies(finding -> assertThat(finding.since()).isEqualTo(ALL_BACK));
        assertThat(observe(AgentState.PAUSED, AgentScope.ALL))
                .singleElement()
                .satisfies(finding -> assertThat(finding.since()).isEqualTo(before));
    }

    @Test
    void looksAtThoseAloneThatAreMeant() {
        fleet.put(AgentState.DRAINING, List.of(agent("a", NOW), agent("b", NOW)));
        assertThat(observe(AgentState.DRAINING, AgentScope.of(List.of("b"), "env=prod")))
                .extracting(finding -> finding.subject().id())
                .containsExactly("b");
        assertThat(observe(AgentState.DRAINING, AgentScope.of(List.of(), "env=test")))
                .isEmpty();
    }
}
