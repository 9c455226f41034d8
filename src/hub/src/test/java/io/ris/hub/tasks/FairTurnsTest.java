package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.platform.TenantCode;
import io.ris.protocol.AgentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FairTurnsTest {

    private final FairTurns turns = new FairTurns();

    private static AgentKey agent(String tenant, int number) {
        return new AgentKey(new TenantCode(tenant), new AgentId("agent-" + number));
    }

    private List<AgentKey> all() {
        List<AgentKey> order = new ArrayList<>();
        Optional<AgentKey> next = turns.next();
        while (next.isPresent()) {
            order.add(next.get());
            next = turns.next();
        }
        return order;
    }

    @Test
    void aTenantWithManyAgentsHasOneTurnBetweenTwoOfAnother() {
        for (int i = 0; i < 5; i++) {
            turns.add(agent("many", i));
        }
        turns.add(agent("few", 0));
        turns.add(agent("few", 1));
        assertThat(all())
                .containsExactly(
                        agent("many", 0),
                        agent("few", 0),
                        agent("many", 1),
                        agent("few", 1),
                        agent("many", 2),
                        agent("many", 3),
                        agent("many", 4));
    }

    @Test
    void anAgentStandsInLineOnce() {
        turns.add(agent("one", 0));
        turns.add(agent("one", 0));
        assertThat(all()).hasSize(1);
    }

    @Test
    void aBlockedTenantHasNoTurnUntilThereIsRoomAndKeepsItsPlace() {
        turns.add(agent("full", 0));
        turns.add(agent("full", 1));
        turns.add(agent("other", 0));
        AgentKey first = turns.next().orElseThrow();
        turns.block(first);
        turns.add(agent("full", 2));
        assertThat(all()).containsExactly(agent("other", 0));
        assertThat(turns.isEmpty()).isTrue();
        turns.unblock();
        assertThat(all()).containsExactly(first, agent("full", 1), agent("full", 2));
    }

    @Test
    void whoWasBlockedTheLongestComesFirst() {
        turns.block(agent("b", 0));
        turns.block(agent("a", 0));
        turns.unblock();
        assertThat(all()).containsExactly(agent("b", 0), agent("a", 0));
    }
}
