package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many submit the same at once, with one Idempotency-Key: they get one task, and it runs once. */
@ExtendWith(SharedHub.class)
class IdempotencyKeyIT {

    private static final int THREADS = 100;
    private static final String LABEL = "once";

    private final Effects effects = new Effects();
    private final RisApi api;

    IdempotencyKeyIT(Hub hub) {
        this.api = hub.admin();
    }

    @Test
    void aHundredAtOnceGetOneTaskThatRunsOnce() throws Exception {
        String key = "key-" + UUID.randomUUID();
        Submission submission = effects.append("local", LABEL).async();
        long before = api.totals().tasks();
        Set<String> tasks = ConcurrentHashMap.newKeySet();
        CyclicBarrier together = new CyclicBarrier(THREADS);
        Callable<Boolean> submit = () -> {
            together.await(1, TimeUnit.MINUTES);
            Reply reply = api.send(api.request("/platform/v1/task/execute")
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key)
                    .POST(RisApi.json(submission.body())));
            return tasks.add(reply.data().path("task_id").asText());
        };

        try (ExecutorService clients = Executors.newFixedThreadPool(THREADS)) {
            for (Future<Boolean> answer : clients.invokeAll(
                    Stream.generate(() -> submit).limit(THREADS).toList())) {
                answer.get();
            }
        }

        assertThat(tasks).hasSize(1);
        assertThat(api.awaitFinal(tasks.iterator().next()).path("status").asText())
                .isEqualTo("completed");
        assertThat(api.totals().tasks()).isEqualTo(before + 1);
        assertThat(effects.counts()).containsOnlyKeys(LABEL).containsEntry(LABEL, 1L);
    }
}
