package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.TenantCode;
import io.ris.protocol.TaskId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TaskWaitersTest {

    private static final TenantCode TENANT = new TenantCode("default");
    private static final TaskId TASK = new TaskId("1");
    private static final Duration LONG = Duration.ofMinutes(5);

    private final TaskWaiters waiters = new TaskWaiters();

    @Test
    void everybodyWhoWaitsIsTold() {
        CompletableFuture<Boolean> first = waiters.await(TENANT, TASK, LONG);
        CompletableFuture<Boolean> second = waiters.await(TENANT, TASK, LONG);
        waiters.ended(TENANT, TASK);
        assertThat(first).isCompletedWithValue(true);
        assertThat(second).isCompletedWithValue(true);
    }

    @Test
    void theSameTaskIdOfAnotherTenantIsAnotherTask() {
        CompletableFuture<Boolean> waiting = waiters.await(TENANT, TASK, LONG);
        waiters.ended(new TenantCode("other"), TASK);
        assertThat(waiting).isNotDone();
    }

    @Test
    void aWaitThatIsOverSaysThatTheTaskGoesOn() throws Exception {
        assertThat(waiters.await(TENANT, TASK, Duration.ofMillis(1)).get(10, TimeUnit.SECONDS))
                .isFalse();
    }

    @Test
    void whoeverWaitsLongerIsToldAlthoughAnotherGaveUp() throws Exception {
        CompletableFuture<Boolean> patient = waiters.await(TENANT, TASK, LONG);
        CompletableFuture<Boolean> impatient = waiters.await(TENANT, TASK, Duration.ofMillis(1));
        assertThat(impatient.get(10, TimeUnit.SECONDS)).isFalse();
        waiters.ended(TENANT, TASK);
        assertThat(patient).isCompletedWithValue(true);
    }

    @Test
    void tellsForWhatSomebodyWaits() throws Exception {
        assertThat(waiters.awaited()).isEmpty();
        CompletableFuture<Boolean> waiting = waiters.await(TENANT, TASK, LONG);
        assertThat(waiters.awaited()).containsOnly(Map.entry(TENANT, Set.of(TASK)));
        waiters.ended(TENANT, TASK);
        assertThat(waiting).isCompletedWithValue(true);
        assertThat(waiters.awaited()).isEmpty();
        waiters.await(TENANT, TASK, Duration.ofMillis(1)).get(10, TimeUnit.SECONDS);
        assertThat(waiters.awaited()).isEmpty();
    }
}
