package io.ris.hub.alerts.observing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.alerts.rules.AgentScope;
import io.ris.hub.alerts.rules.Condition.TaskErrorRate;
import io.ris.hub.alerts.rules.Condition.TaskFailures;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.persistence.NativeStore;
import io.ris.hub.tasks.TaskEnded;
import io.ris.hub.tasks.TaskState;
import io.ris.hub.testing.ManualClock;
import io.ris.protocol.AgentId;
import io.ris.protocol.TaskId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskFiguresTest {

    private static final TenantCode TENANT = new TenantCode("default");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private NativeStore store;
    private TaskFigures here;
    private TaskFigures elsewhere;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = new NativeStore(directory);
        here = new TaskFigures(new TaskFigureRepository(store.store()), null, null, clock);
        elsewhere = new TaskFigures(new TaskFigureRepository(store.store()), null, null, clock);
        TenantScope.enter(TENANT);
    }

    @AfterEach
    void close() {
        TenantScope.leave();
        store.close();
    }

    private void end(TaskFigures node, String agent, String type, TaskState state, int times) {
        for (int i = 0; i < times; i++) {
            node.ended(new TaskEnded(
                    TENANT,
                    new TaskId(UUID.randomUUID().toString()),
                    Optional.empty(),
                    new AgentId(agent),
                    type,
                    state));
        }
        node.flush(node.of(TENANT));
    }

    private List<Finding> failures(int count, @Nullable String type, boolean perAgent, AgentScope scope) {
        return new TaskObserver(here)
                .observe(new TaskFailures(MINUTE, count, type, perAgent, scope), sight())
                .holding();
    }

    private List<Finding> rate(double percent, int least) {
        return new TaskObserver(here)
                .observe(new TaskErrorRate(MINUTE, percent, least, null, false, AgentScope.ALL), sight())
                .holding();
    }

    private TenantSight sight() {
        return new TenantSight(clock.instant(), List::of, List::of);
    }

    @Test
    void countsWhatFailedOnAnyNodeWithinTheWindow() {
        end(here, "a", "command", TaskState.FAILED, 2);
        end(here, "a", "command", TaskState.COMPLETED, 5);
        end(here, "a", "command", TaskState.CANCELLED, 5);
        end(elsewhere, "b", "http_request", TaskState.TIMEOUT, 1);
        assertThat(failures(4, null, false, AgentScope.ALL)).isEmpty();
        assertThat(failures(3, null, false, AgentScope.ALL)).singleElement().satisfies(finding -> {
            assertThat(finding.subject()).isEqualTo(Subject.TASKS);
            assertThat(finding.value()).isEqualTo(3);
            assertThat(finding.text()).isEqualTo("3 tasks failed in 60 s");
        });
        clock.pass(MINUTE);
        assertThat(failures(3, null, false, AgentScope.ALL)).hasSize(1);
        clock.pass(Duration.ofSeconds(10));
        assertThat(failures(1, null, false, AgentScope.ALL)).isEmpty();
    }

    @Test
    void countsByTypeAndByAgent() {
        end(here, "a", "command", TaskState.FAILED, 2);
        end(here, "b", "command", TaskState.FAILED, 1);
        end(here, "b", "file", TaskState.FAILED, 4);
        assertThat(failures(3, "command", false, AgentScope.ALL)).hasSize(1);
        assertThat(failures(4, "command", false, AgentScope.ALL)).isEmpty();
        assertThat(failures(2, "command", true, AgentScope.ALL))
                .extracting(finding -> finding.subject().key())
                .containsExactly("client:a");
        assertThat(failures(2, null, true, AgentScope.of(List.of("b"), null)))
                .extracting(finding -> finding.subject().key())
                .containsExactly("client:b");
    }

    @Test
    void aShareOfFewTasksSaysNothing() {
        end(here, "a", "command", TaskState.FAILED, 4);
        end(here, "a", "command", TaskState.COMPLETED, 5);
        assertThat(rate(10, 10)).isEmpty();
        end(elsewhere, "a", "command", TaskState.COMPLETED, 1);
        assertThat(rate(10, 10)).singleElement().satisfies(finding -> {
            assertThat(finding.value()).isEqualTo(40);
            assertThat(finding.text()).isEqualTo("40 % of 10 tasks failed in 60 s");
        });
        assertThat(rate(40, 10)).as("not more than that").isEmpty();
    }

    @Test
    void ofVeryManyAgentsInASliceTheLastAreCountedTogether() {
        for (int i = 0; i < 1500; i++) {
            here.ended(new TaskEnded(
                    TENANT,
                    new TaskId(UUID.randomUUID().toString()),
                    Optional.empty(),
                    new AgentId("agent-" + i),
                    "command",
                    TaskState.FAILED));
        }
        here.flush(here.of(TENANT));
        assertThat(here.since(clock.instant(), clock.instant())).hasSize(1001);
        assertThat(failures(1500, null, false, AgentScope.ALL)).hasSize(1);
    }
}
