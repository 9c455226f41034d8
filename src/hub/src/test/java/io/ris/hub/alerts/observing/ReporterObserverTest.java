package io.ris.hub.alerts.observing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.alerts.rules.AgentScope;
import io.ris.hub.alerts.rules.Condition.NoData;
import io.ris.hub.fleet.AgentDeleted;
import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.Dismissal;
import io.ris.hub.monitoring.AgentMetrics;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.persistence.NativeStore;
import io.ris.hub.testing.ManualClock;
import io.ris.protocol.AgentId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReporterObserverTest {

    private static final TenantCode TENANT = new TenantCode("default");
    private static final Duration SETTLED = Duration.ofMinutes(2);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private NativeStore store;
    private ReporterObserver observer;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = new NativeStore(directory);
        observer = started();
        TenantScope.enter(TENANT);
    }

    @AfterEach
    void close() {
        TenantScope.leave();
        store.close();
    }

    private ReporterObserver started() {
        return new ReporterObserver(new ReporterRepository(store.store()), clock);
    }

    private Observation reporting(String... agents) {
        List<AgentMetrics> reports = Stream.of(agents)
                .map(agent -> new AgentMetrics(agent, "host-" + agent, clock.instant(), Map.of(), Map.of()))
                .toList();
        return observer.observe(new NoData(AgentScope.ALL), new TenantSight(clock.instant(), List::of, () -> reports));
    }

    private static List<String> missing(Observation seen) {
        return seen.holding().stream().map(finding -> finding.subject().id()).toList();
    }

    @Test
    void missesWhoHasReportedAndDoesSoNoMore() {
        clock.pass(SETTLED);
        assertThat(missing(reporting("a", "b"))).isEmpty();
        Instant gone = clock.instant();
        assertThat(missing(reporting("a"))).containsExactly("b");
        clock.pass(Duration.ofMinutes(1));
        assertThat(reporting("a").holding()).singleElement().satisfies(finding -> {
            assertThat(finding.since()).isEqualTo(gone);
            assertThat(finding.subject().name()).isEqualTo("host-b");
        });
        assertThat(missing(reporting("a", "b"))).isEmpty();
    }

    @Test
    void whileTheHubHasJustStartedNobodyIsMissedWhoWasNotBefore() {
        clock.pass(SETTLED);
        reporting("a", "b", "c");
        reporting("a", "b");
        observer = started();
        Observation first = reporting("a");
        assertThat(missing(first)).as("missed before the restart").containsExactly("c");
        assertThat(first.isKnown().test(Subject.agent("a", "host"))).isTrue();
        assertThat(first.isKnown().test(Subject.agent("b", "host"))).isFalse();
        clock.pass(SETTLED);
        assertThat(missing(reporting("a"))).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void whoIsAwayForADayIsForgotten() {
        clock.pass(SETTLED);
        reporting("a");
        assertThat(missing(reporting())).containsExactly("a");
        clock.pass(Duration.ofDays(1));
        assertThat(missing(reporting())).containsExactly("a");
        clock.pass(Duration.ofMillis(1));
        assertThat(missing(reporting())).isEmpty();
        assertThat(missing(reporting())).isEmpty();
    }

    @Test
    void whoWasDeletedIsForgotten() {
        clock.pass(SETTLED);
        reporting("a");
        observer.forget(new AgentDeleted(new AgentKey(TENANT, new AgentId("a"))));
        assertThat(missing(reporting())).isEmpty();
    }

    @Test
    void whoWasDeletedAndStillSeemsToReportIsNotMissedLater() {
        clock.pass(SETTLED);
        AgentKey agent = new AgentKey(TENANT, new AgentId("a"));
        reporting("a", "b");
        observer.forget(new AgentDeleted(agent));
        observer.leave(new Dismissal(agent, List.of(), Dismissal.DELETED));
        observer.leave(new Dismissal(new AgentKey(TENANT, new AgentId("b")), List.of(), Dismissal.REVOKED));
        assertThat(missing(reporting("a", "b")))
                .as("its last report still counts")
                .isEmpty();
        assertThat(missing(reporting())).containsExactly("b");
    }

    @Test
    void whoWasDeletedOnAnotherNodeIsNotMissed() {
        clock.pass(SETTLED);
        reporting("a");
        observer.leave(new Dismissal(new AgentKey(TENANT, new AgentId("a")), List.of(), Dismissal.DELETED));
        assertThat(missing(reporting())).isEmpty();
        clock.pass(Duration.ofHours(1));
        assertThat(missing(reporting("a"))).as("a probe by the same name").isEmpty();
        assertThat(missing(reporting())).containsExactly("a");
    }
}
