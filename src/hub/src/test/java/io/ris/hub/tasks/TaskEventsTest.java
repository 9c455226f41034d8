package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.cluster.HubNode;
import io.ris.hub.platform.persistence.NativeStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of the events of a task, in the store and as this node remembers it. */
class TaskEventsTest {

    private static final TenantCode TENANT = new TenantCode("default");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private NativeStore store;
    private TaskRepository tasks;
    private TaskEventRepository events;
    private Task task;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = new NativeStore(directory);
        tasks = new TaskRepository(store.store(), new HubNode(), new RecentTasks());
        events = new TaskEventRepository(store.store());
        TenantScope.enter(TENANT);
        task = TestTasks.queued("task", NOW);
        store.add(
                TENANT,
                "tasks",
                List.of(new Document("_id", task.id())
                        .append("status", task.status())
                        .append("attempt", task.attempt())
                        .append("epoch", task.epoch())
                        .append("dead_letter", TaskLife.ATTEMPTS_USED_UP)
                        .append("events", List.of(new Document("to", task.status()).append("reason", "first")))));
    }

    @AfterEach
    void close() {
        TenantScope.leave();
        store.close();
    }

    private void step(TaskState to, String reason) {
        assertThat(tasks.apply(TaskChange.of(task, to).because(reason), NOW)).isTrue();
        task = tasks.recent(task.taskId(), state -> true).orElseThrow();
    }

    private void offerInVain(int times) {
        for (int i = 0; i < times; i++) {
            step(TaskState.ROUTING, "offer " + i);
            step(TaskState.QUEUED, "journal_failed " + i);
        }
    }

    /** As the next one who reads it has it: remarks are not remembered. */
    private void remark(String reason) {
        tasks.noteLate(task, reason, NOW);
        Document stored = stored();
        task = TestTasks.with(
                task,
                task.state(),
                stored.getList("events", Document.class).stream()
                        .map(event -> new TaskTransition(
                                NOW, null, event.getString("to"), 0, "node", event.getString("reason")))
                        .toList(),
                stored.getInteger("later_count"),
                stored.getInteger("late_remarks"));
    }

    private Document stored() {
        return store.store().ofTenant().commands().getCollection("tasks").find().first();
    }

    private List<TaskTransition> newest() {
        return events.later(task).newest();
    }

    private List<TaskEventView> shown() {
        return TaskEventView.allOf(task, events.later(task));
    }

    private void assertRememberedAsStored() {
        Document stored = stored();
        assertThat(task.events())
                .extracting(TaskTransition::reason)
                .isEqualTo(stored.getList("events", Document.class).stream()
                        .map(event -> event.getString("reason"))
                        .toList());
        assertThat(task.laterCount()).isEqualTo(stored.getInteger("later_count"));
    }

    @Test
    void allEventsOfATaskWithFewAreKept() {
        offerInVain(3);
        assertRememberedAsStored();
        assertThat(shown()).hasSize(7).allSatisfy(event -> assertThat(event.leftOut())
                .isNull());
        assertThat(stored()).doesNotContainKeys("later_events", "later_count");
    }

    @Test
    void offersInVainMakeADocumentGrowToABoundOnly() {
        offerInVain(500);
        assertRememberedAsStored();
        List<TaskEventView> shown = shown();
        assertThat(shown).hasSize(TaskEventRepository.FIRST + 1 + TaskEventRepository.NEWEST);
        assertThat(shown.getFirst().reason()).isEqualTo("first");
        assertThat(shown.getLast().reason()).isEqualTo("journal_failed 499");
        TaskEventView gap = shown.get(TaskEventRepository.FIRST);
        assertThat(gap.leftOut()).isEqualTo(1001 - TaskEventRepository.FIRST - TaskEventRepository.NEWEST);
        assertThat(gap.reason()).isEqualTo("801 events are not kept");
    }

    @Test
    void aReasonOfAnyLengthTakesLittleRoom() {
        step(TaskState.FAILED, "e".repeat(100_000));
        assertThat(task.events().getLast().reason()).isEqualTo("e".repeat(256));
        assertRememberedAsStored();
    }

    @Test
    void everyStepIsAnotherRevision() {
        offerInVain(150);
        long before = task.revision();
        step(TaskState.ROUTING, null);
        assertThat(task.revision()).isGreaterThan(before);
    }

    @Test
    void theEndIsKeptHoweverMuchComesTooLate() {
        offerInVain(150);
        step(TaskState.FAILED, "the end");
        for (int i = 0; i < 300; i++) {
            remark("late " + i);
        }
        assertThat(tasks.unbury(task, null, NOW)).isTrue();
        assertThat(newest()).hasSize(TaskEventRepository.NEWEST + TaskEventRepository.REMARKS + 1);
        assertThat(newest()).extracting(TaskTransition::reason).contains("the end", "late 49", "dead letter purged");
        assertThat(newest().getLast().reason()).isEqualTo("dead letter purged");
        assertThat(newest().getLast().from()).isEqualTo("failed");
        int all = 1 + 300 + 1 + 300 + 1;
        assertThat(shown().get(TaskEventRepository.FIRST).leftOut())
                .isEqualTo(all - TaskEventRepository.FIRST - newest().size());
    }

    @Test
    void theEndOfATaskWithFewEventsIsKeptHoweverMuchComesTooLate() {
        step(TaskState.CANCELLED, "the end");
        for (int i = 0; i < 300; i++) {
            remark("late " + i);
        }
        assertThat(task.events()).hasSize(TaskEventRepository.FIRST);
        assertThat(task.events().get(1).reason()).isEqualTo("the end");
        assertThat(newest()).hasSize(TaskEventRepository.REMARKS);
        assertThat(events.later(task).leftOut())
                .isEqualTo(302 - TaskEventRepository.FIRST - TaskEventRepository.REMARKS);
    }
}
