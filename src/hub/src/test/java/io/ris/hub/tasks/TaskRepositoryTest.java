package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.persistence.NativeStore;
import io.ris.protocol.AgentId;
import io.ris.protocol.TaskId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskRepositoryTest {

    private static final TenantCode TENANT = new TenantCode("default");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private NativeStore store;
    private TaskRepository tasks;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = new NativeStore(directory);
        tasks = new TaskRepository(store.store(), null, new RecentTasks());
        TenantScope.enter(TENANT);
    }

    @AfterEach
    void close() {
        TenantScope.leave();
        store.close();
    }

    private static Document task(String id, TaskState state, String field, Object value) {
        return new Document("_id", id)
                .append("job_id", "job")
                .append("status", state.wireName())
                .append(field, value);
    }

    private void add(Document... documents) {
        store.add(TENANT, "tasks", List.of(documents));
    }

    private long count() {
        return store.store().ofTenant().commands().getCollection("tasks").countDocuments();
    }

    @Test
    void whatSomebodyWantsToEndAlreadyIsNotToBeCancelled() {
        add(
                task("waits", TaskState.QUEUED, "cancel_requested_at", null),
                task("runs", TaskState.RUNNING, "cancel_requested_at", null),
                task("is-to-end", TaskState.RUNNING, "cancel_requested_at", Date.from(NOW)),
                task("came-back", TaskState.QUEUED, "cancel_requested_at", Date.from(NOW)),
                task("ended", TaskState.COMPLETED, "cancel_requested_at", null));
        assertThat(tasks.uncancelledOfJob("job"))
                .extracting(TaskId::value)
                .containsExactlyInAnyOrder("waits", "runs", "came-back");
    }

    @Test
    void theLoadOfAnAgentIsWhatItHasOrIsAboutToBeOffered() {
        int number = 0;
        for (TaskState state : TaskState.values()) {
            add(task("a-" + number, state, "client_id", "a"), task("b-" + number++, state, "client_id", "b"));
        }
        add(task("another", TaskState.QUEUED, "client_id", "b"), task("ended", TaskState.FAILED, "client_id", "idle"));
        AgentId a = new AgentId("a");
        AgentId b = new AgentId("b");
        assertThat(tasks.load(List.of(a, new AgentId("idle")))).containsExactly(Map.entry(a, 3));
        List<AgentId> many = new ArrayList<>(List.of(a, b));
        IntStream.range(0, 1000).mapToObj(i -> new AgentId("c-" + i)).forEach(many::add);
        assertThat(tasks.load(many)).containsOnly(Map.entry(a, 3), Map.entry(b, 4));
    }

    @Test
    void tellsWhichOfSomeTasksHaveEnded() {
        add(
                task("runs", TaskState.RUNNING, "started_at", null),
                task("completed", TaskState.COMPLETED, "started_at", null),
                task("failed", TaskState.FAILED, "started_at", null),
                task("of-nobody", TaskState.FAILED, "started_at", null));
        assertThat(tasks.endedOf(List.of(
                        new TaskId("runs"), new TaskId("completed"), new TaskId("failed"), new TaskId("unknown"))))
                .extracting(TaskId::value)
                .containsExactlyInAnyOrder("completed", "failed");
        assertThat(tasks.endedOf(List.of())).isEmpty();
    }

    @Test
    void removesOldTasksSomeAtATimeAndWhatTheyHaveBefore() {
        Instant before = NOW.minusSeconds(1);
        add(IntStream.range(0, 2500)
                .mapToObj(i -> task("old-" + i, TaskState.COMPLETED, "completed_at", Date.from(before)))
                .toArray(Document[]::new));
        add(
                task("new", TaskState.COMPLETED, "completed_at", Date.from(NOW)),
                task("runs", TaskState.RUNNING, "started_at", Date.from(before)));
        List<String> told = new ArrayList<>();
        long removed = tasks.prune(NOW, NOW, ids -> {
            assertThat(ids).hasSizeLessThanOrEqualTo(1000);
            assertThat(count()).as("none of these is gone yet").isEqualTo(2502 - told.size());
            told.addAll(ids);
        });
        assertThat(removed).isEqualTo(2500);
        assertThat(told).hasSize(2500).doesNotHaveDuplicates();
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void keepsWhatCameWithAKeyForAsLongAsTheKeyLasts() {
        Instant keysCame = NOW.minusSeconds(60);
        add(
                keyed("keyed", keysCame),
                keyed("older", keysCame.minusMillis(1)),
                task("unkeyed", TaskState.FAILED, "completed_at", Date.from(keysCame)));
        List<String> removed = new ArrayList<>();
        tasks.prune(NOW, keysCame, removed::addAll);
        assertThat(removed).containsExactlyInAnyOrder("older", "unkeyed");
    }

    private static Document keyed(String id, Instant created) {
        Document task = task(id, TaskState.COMPLETED, "completed_at", Date.from(created));
        task.putAll(Map.of("created_at", Date.from(created), "request_hash", "hash"));
        return task;
    }

    @Test
    void whatDoesNotOpenKeepsNothingElseFromBeingSealedAnew() {
        add(
                task("damaged", TaskState.QUEUED, "spec", "k1.damaged"),
                task("old", TaskState.QUEUED, "spec", "k1.text"),
                task("new", TaskState.QUEUED, "spec", "k2.text"));
        long found = tasks.reseal(
                "k2.", (id, text) -> text.endsWith("damaged") ? Optional.empty() : Optional.of("k2.again"));
        assertThat(found).as("the old key is still needed").isEqualTo(2);
        assertThat(store.store()
                        .ofTenant()
                        .commands()
                        .getCollection("tasks")
                        .find()
                        .map(task -> task.getString("spec")))
                .containsExactlyInAnyOrder("k1.damaged", "k2.again", "k2.text");
    }
}
