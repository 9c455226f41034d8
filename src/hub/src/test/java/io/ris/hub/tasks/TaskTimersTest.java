package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.TenantCode;
import io.ris.protocol.TaskId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TaskTimersTest {

    private static final TenantCode TENANT = new TenantCode("default");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final TaskTimers timers = new TaskTimers(Clock.fixed(NOW, ZoneOffset.UTC));

    private void set(String task, Instant at) {
        timers.set(TENANT, new TaskId(task), at);
    }

    @Test
    void givesWhatIsDueTheEarliestFirst() {
        set("c", NOW);
        set("a", NOW.minusSeconds(2));
        set("later", NOW.plusMillis(1));
        set("b", NOW.minusSeconds(1));
        assertThat(timers.due(NOW)).extracting(timer -> timer.task().value()).containsExactly("a", "b", "c");
        assertThat(timers.due(NOW)).isEmpty();
        assertThat(timers.due(NOW.plusSeconds(1))).hasSize(1);
    }

    @Test
    void aTimerThatIsSetAgainFiresOnce() {
        set("a", NOW);
        set("a", NOW);
        assertThat(timers.due(NOW)).hasSize(1);
    }

    @Test
    void aTimerMayBeSetAgainAfterItFired() {
        set("a", NOW);
        timers.due(NOW);
        set("a", NOW);
        assertThat(timers.due(NOW)).hasSize(1);
    }

    @Test
    void aTaskMayHaveSeveralMoments() {
        set("a", NOW);
        set("a", NOW.plusSeconds(5));
        assertThat(timers.due(NOW)).hasSize(1);
        assertThat(timers.due(NOW.plusSeconds(5))).hasSize(1);
    }

    @Test
    void sameTaskIdsOfTwoTenantsAreTwoTimers() {
        set("a", NOW);
        timers.set(new TenantCode("other"), new TaskId("a"), NOW);
        assertThat(timers.due(NOW)).hasSize(2);
    }

    @Test
    void aTaskThatHasEndedIsLookedAtNoMore() {
        set("a", NOW);
        set("a", NOW.plusSeconds(5));
        set("b", NOW.plusSeconds(5));
        timers.forget(new TenantCode("other"), new TaskId("b"));
        timers.forget(TENANT, new TaskId("a"));
        assertThat(timers.due(NOW.plusSeconds(5)))
                .extracting(timer -> timer.task().value())
                .containsExactly("b");
    }

    @Test
    void aMomentThatIsOverLeavesTheOthersOfItsTask() {
        set("a", NOW);
        set("a", NOW.plusSeconds(5));
        timers.due(NOW);
        timers.forget(TENANT, new TaskId("a"));
        assertThat(timers.due(NOW.plusSeconds(5))).isEmpty();
    }

    @Test
    void whatComesMuchLaterIsLeftToTheStore() {
        Instant later = NOW.plus(Duration.ofHours(1));
        set("a", later);
        assertThat(timers.due(later)).isEmpty();
        set("soon", NOW.plus(Duration.ofMinutes(1)));
        assertThat(timers.due(later)).hasSize(1);
    }
}
