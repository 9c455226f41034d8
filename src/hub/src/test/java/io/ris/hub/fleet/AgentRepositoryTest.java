package io.ris.hub.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.persistence.NativeStore;
import io.ris.protocol.AgentId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentRepositoryTest {

    private static final TenantCode TENANT = new TenantCode("default");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofMinutes(1));

    private NativeStore store;
    private AgentRepository agents;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = new NativeStore(directory);
        agents = new AgentRepository(store.store());
        TenantScope.enter(TENANT);
        store.add(
                TENANT,
                "agents",
                List.of(
                        agent("new"),
                        drains("overdue", NOW),
                        drains("of-another-node", NOW),
                        drains("has-time", LATER),
                        drains("has-all-the-time", null),
                        drains("paused", NOW).append("scheduling", "paused")));
    }

    @AfterEach
    void close() {
        TenantScope.leave();
        store.close();
    }

    private static Document agent(String id) {
        return new Document("_id", id);
    }

    private static Document drains(String id, @Nullable Instant deadline) {
        return agent(id)
                .append("scheduling", "draining")
                .append("drain_deadline", deadline == null ? null : Date.from(deadline));
    }

    @Test
    void theDeadlineOfADrainComesForThoseThatWereAskedOf() {
        List<AgentId> some = List.of(
                new AgentId("new"),
                new AgentId("overdue"),
                new AgentId("has-time"),
                new AgentId("has-all-the-time"),
                new AgentId("paused"),
                new AgentId("gone"));
        assertThat(agents.overdue(some, NOW)).containsExactly(new AgentId("overdue"));
        assertThat(agents.overdue(some, LATER))
                .containsExactlyInAnyOrder(new AgentId("overdue"), new AgentId("has-time"));
        assertThat(agents.overdue(List.of(), LATER)).isEmpty();
    }

    @Test
    void allIdsAreThere() {
        assertThat(agents.ids())
                .extracting(AgentId::value)
                .containsExactlyInAnyOrder(
                        "new", "overdue", "of-another-node", "has-time", "has-all-the-time", "paused");
    }

    private static Document enrolled(String id, String status, @Nullable String node) {
        return agent(id)
                .append("name", "name-" + id)
                .append("labels", List.of("env=prod"))
                .append("status", status)
                .append("node", node)
                .append("last_seen", Date.from(NOW));
    }

    @Test
    void missesThoseWhoShouldBeConnectedToALiveNodeAndAreNot() {
        store.add(
                TENANT,
                "agents",
                List.of(
                        enrolled("here", "active", "live"),
                        enrolled("left", "active", null),
                        enrolled("of-a-dead-node", "active", "dead"),
                        enrolled("switched-off", "inactive", null),
                        enrolled("cut-off", "active", null).append("revoked_at", Date.from(NOW)),
                        enrolled("never-came", "active", null).append("last_seen", null)));
        assertThat(agents.absent(Set.of("live")))
                .containsExactlyInAnyOrder(
                        new AgentOutline("left", "name-left", Map.of("env", "prod"), NOW),
                        new AgentOutline("of-a-dead-node", "name-of-a-dead-node", Map.of("env", "prod"), NOW));
    }

    @Test
    void missesThoseWithoutLabelsToo() {
        store.add(
                TENANT,
                "agents",
                List.of(
                        enrolled("as-mapped", "active", null).append("labels", new Document()),
                        enrolled("as-changed", "active", null).append("labels", List.of()),
                        enrolled("labelled", "active", null)));
        assertThat(agents.absent(Set.of("live")))
                .containsExactlyInAnyOrder(
                        new AgentOutline("as-mapped", "name-as-mapped", Map.of(), NOW),
                        new AgentOutline("as-changed", "name-as-changed", Map.of(), NOW),
                        new AgentOutline("labelled", "name-labelled", Map.of("env", "prod"), NOW));
    }

    @Test
    void findsThoseThatOperatorsTookOut() {
        assertThat(agents.scheduledAs(Scheduling.State.PAUSED))
                .extracting(AgentOutline::id)
                .containsExactly("paused");
        assertThat(agents.scheduledAs(Scheduling.State.DRAINING)).hasSize(4);
    }
}
