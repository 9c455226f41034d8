package io.ris.hub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class HelpedExecutorTest {

    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void whoWaitsDoesWhatNoThreadHasBegun() {
        HelpedExecutor executor = new HelpedExecutor(neverBegun -> {});
        CompletableFuture<Void> work = CompletableFuture.runAsync(() -> done.add("work"), executor);
        assertThat(work).isNotDone();

        executor.help();

        assertThat(work).isCompleted();
        assertThat(done).containsExactly("work");
    }

    @Test
    void whatAThreadHasDoneIsNotDoneAgain() {
        HelpedExecutor executor = new HelpedExecutor(Runnable::run);
        executor.execute(() -> done.add("work"));

        executor.help();

        assertThat(done).containsExactly("work");
    }

    @Test
    void aThreadThatComesTooLateFindsNothingToDo() {
        List<Runnable> queue = new CopyOnWriteArrayList<>();
        HelpedExecutor executor = new HelpedExecutor(queue::add);
        executor.execute(() -> done.add("work"));
        executor.help();

        queue.forEach(Runnable::run);

        assertThat(done).containsExactly("work");
    }

    @Test
    void whatIsRefusedIsDoneAllTheSame() {
        HelpedExecutor executor = new HelpedExecutor(work -> {
            throw new RejectedExecutionException("full");
        });
        executor.execute(() -> done.add("work"));

        executor.help();

        assertThat(done).containsExactly("work");
    }
}
