package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecentTasksTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final RecentTasks recent = new RecentTasks();
    private final Task task = TestTasks.queued("task", NOW);

    @BeforeEach
    void enter() {
        TenantScope.enter(new TenantCode("default"));
    }

    @AfterEach
    void leave() {
        TenantScope.leave();
    }

    private Task after(TaskState state) {
        TaskChange change = TaskChange.of(task, state);
        return task.after(change, new TaskTransition(NOW, task.status(), state.wireName(), 1, "node", null));
    }

    @Test
    void whatWasWrittenLastIsRemembered() {
        recent.remember(task);
        recent.forget(task.id());
        Task running = after(TaskState.RUNNING);
        recent.remember(running);
        assertThat(recent.find(task.taskId())).containsSame(running);
    }

    /** Both forgot it, and both wrote it; the first to write may be the last to say so. */
    @Test
    void ofTwoWhoWroteItMeanwhileNeitherIsBelieved() {
        recent.remember(task);
        recent.forget(task.id());
        recent.forget(task.id());
        recent.remember(after(TaskState.CANCELLED));
        recent.remember(after(TaskState.RUNNING));
        assertThat(recent.find(task.taskId())).isEmpty();
    }

    @Test
    void aTenantDoesNotKnowWhatAnotherWrote() {
        recent.remember(task);
        TenantScope.leave();
        TenantScope.enter(new TenantCode("other"));
        assertThat(recent.find(task.taskId())).isEmpty();
    }
}
