package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.cluster.TestNode;
import io.ris.hub.platform.persistence.NativeStore;
import io.ris.hub.testing.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes of one hub, which know of each other's tasks from the store alone. */
class QueueRoomTest {

    private static final TenantCode TENANT = new TenantCode("default");
    private static final int SIZE = 3;
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final Duration STILL_FULL = Duration.ofMillis(100);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private NativeStore store;
    private QueueRoom here;
    private QueueRoom there;

    @BeforeEach
    void open(@TempDir Path directory) {
        store = new NativeStore(directory);
        TestNode node = new TestNode(store.store(), clock);
        TestNode other = new TestNode(store.store(), clock);
        node.renew();
        other.renew();
        node.renew(); // and knows of the other now
        assertThat(node.leases().live()).hasSize(2);
        here = room(node);
        there = room(other);
        TenantScope.enter(TENANT);
    }

    @AfterEach
    void close() {
        TenantScope.leave();
        store.close();
    }

    private QueueRoom room(TestNode node) {
        TaskRepository tasks = new TaskRepository(store.store(), null, new RecentTasks());
        return new QueueRoom(tasks, node.leases(), clock, SIZE);
    }

    private void submit(QueueRoom room, String task) {
        room.take();
        add(task, TaskState.QUEUED);
    }

    private void add(String task, TaskState state) {
        store.add(TENANT, "tasks", List.of(new Document("_id", task).append("status", state.wireName())));
    }

    private void move(String task, TaskState to) {
        store.store()
                .ofTenant()
                .commands()
                .getCollection("tasks")
                .updateOne(Filters.eq("_id", task), Updates.set("status", to.wireName()));
    }

    private static void assertFull(QueueRoom room) {
        assertThatThrownBy(room::take).isInstanceOfSatisfying(HubException.class, fault -> assertThat(fault.type())
                .isEqualTo(ProblemType.QUEUE_FULL));
    }

    @Test
    void whatAnotherNodeTookOnFillsTheQueue() {
        submit(there, "1");
        submit(there, "2");
        submit(there, "3");
        assertFull(there);
        assertFull(here);
    }

    @Test
    void whatAnotherNodeTookOnSinceTheLastCountIsSeenWithTheNext() {
        submit(here, "1");
        submit(there, "2");
        submit(there, "3");
        clock.pass(FRESH);
        assertFull(here);
    }

    @Test
    void whatEndedOnAnotherNodeMakesRoom() {
        submit(here, "1");
        submit(here, "2");
        submit(here, "3");
        assertFull(here);
        move("2", TaskState.COMPLETED);
        clock.pass(STILL_FULL);
        submit(here, "4");
        assertFull(here);
    }

    @Test
    void whatRunsOnAnotherNodeFillsNoQueue() {
        submit(here, "1");
        submit(there, "2");
        submit(there, "3");
        assertFull(there);
        move("3", TaskState.RUNNING);
        clock.pass(FRESH);
        submit(here, "4");
        assertFull(here);
    }
}
