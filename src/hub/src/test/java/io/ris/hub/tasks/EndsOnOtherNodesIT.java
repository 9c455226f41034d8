package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.ris.hub.platform.cluster.HubNode;
import io.ris.hub.platform.cluster.NodeLeases;
import io.ris.hub.platform.persistence.Store;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Beside another node, as far as the store tells of it. */
class EndsOnOtherNodesIT extends TasksOfAnAgent {

    private static final String OTHER = "another-node";

    @Inject
    private Store store;

    @Inject
    private NodeLeases nodes;

    @BeforeEach
    void addNode() {
        nodes().insertOne(new Document("_id", OTHER)
                .append("lease_until", Date.from(clock.instant().plus(Duration.ofHours(1)))));
        await().until(() -> nodes.live().contains(OTHER));
    }

    @AfterEach
    void removeNode() {
        nodes().deleteOne(Filters.eq("_id", OTHER));
        await().until(() -> !nodes.live().contains(OTHER));
    }

    private MongoCollection<Document> nodes() {
        return store.platform().commands().getCollection("nodes");
    }

    /** The store has it, and of this node's memory and waiters nobody is told. */
    private void endElsewhere(Task task) {
        TaskChange end = TaskChange.of(task, TaskState.CANCELLED).finished(clock.instant());
        assertThat(new TaskRepository(store, new HubNode(), new RecentTasks()).apply(end, clock.instant()))
                .isTrue();
    }

    @Test
    void whoWaitsHereIsToldTheEndThatAnotherNodeNoted() throws Exception {
        Task task = submit();
        CompletableFuture<Task> waiting = tasks.await(task);
        assertThat(waiting).isNotDone();
        endElsewhere(task);
        assertThat(waiting.get(10, TimeUnit.SECONDS).state()).isEqualTo(TaskState.CANCELLED);
    }
}
