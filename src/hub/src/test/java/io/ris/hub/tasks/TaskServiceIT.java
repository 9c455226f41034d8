package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.protocol.TaskId;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class TaskServiceIT {

    private static final TenantCode TENANT = new TenantCode("default");

    @Inject
    private TaskService tasks;

    @Inject
    private TaskSubmission submission;

    @Inject
    private TaskRepository repository;

    @Inject
    private TaskLife life;

    @Inject
    private AgentService agents;

    @Inject
    private Clock clock;

    private Agent agent;

    @BeforeEach
    void addAgent() {
        TenantScope.enter(TENANT);
        agent = agents.add("agent-" + System.nanoTime(), null, null, List.of());
    }

    @AfterEach
    void leave() {
        TenantScope.leave();
    }

    @Test
    void submitStoresTheTaskBeforeItReturns() {
        Task submitted = submission.submit(agent.name(), Orders.of());
        Task stored = repository.find(submitted.taskId()).orElseThrow();
        assertThat(stored.state()).isEqualTo(TaskState.QUEUED);
        assertThat(stored.clientId()).isEqualTo(agent.id());
        assertThat(stored.events()).singleElement().satisfies(event -> {
            assertThat(event.from()).isNull();
            assertThat(event.to()).isEqualTo("queued");
        });
        assertThat(stored.spec()).doesNotContain("t0ps3cret");
    }

    @Test
    void submitRefusesAnAgentThatDoesNotExist() {
        assertThatThrownBy(() -> submission.submit("nobody", Orders.of()))
                .isInstanceOfSatisfying(
                        HubException.class, fault -> assertThat(fault.type()).isEqualTo(ProblemType.CLIENT_NOT_FOUND));
    }

    @Test
    void aChangeOfAStaleTaskIsRefused() {
        Task queued = submission.submit(agent.name(), Orders.of());
        assertThat(life.route(queued, 1)).isTrue();
        assertThat(life.route(queued, 1)).isFalse();
        assertThat(life.end(queued, TaskState.CANCELLED, null, null)).isFalse();
        Task routing = tasks.require(queued.taskId());
        assertThat(routing.state()).isEqualTo(TaskState.ROUTING);
        assertThat(routing.attempt()).isEqualTo(1);
        assertThat(routing.events()).hasSize(2);
    }

    @Test
    void aChangeUnderAnOldEpochIsRefused() {
        Task queued = submission.submit(agent.name(), Orders.of());
        life.routeAndStart(queued, 1);
        Task running = tasks.require(queued.taskId());
        assertThat(life.adopt(running, 2)).isTrue();
        assertThat(life.outcomeUnknown(running, "of the old connection")).isFalse();
        assertThat(tasks.require(queued.taskId()).state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void ofTwoChangesAtTheSameMomentOneWins() throws Exception {
        for (int round = 0; round < 20; round++) {
            Task queued = submission.submit(agent.name(), Orders.of());
            List<Boolean> taken = together(
                    List.of(() -> life.route(queued, 1), () -> life.end(queued, TaskState.CANCELLED, null, null)));
            assertThat(taken).containsExactlyInAnyOrder(true, false);
            TaskState expected = taken.getFirst() ? TaskState.ROUTING : TaskState.CANCELLED;
            Task stored = tasks.require(queued.taskId());
            assertThat(stored.state()).isEqualTo(expected);
            assertThat(stored.events()).hasSize(2);
        }
    }

    @Test
    void aFinalStateNeverChanges() {
        for (TaskState last : List.of(TaskState.COMPLETED, TaskState.FAILED, TaskState.TIMEOUT, TaskState.CANCELLED)) {
            Task queued = submission.submit(agent.name(), Orders.of());
            life.end(queued, last, null, null);
            Task ended = tasks.require(queued.taskId());
            for (TaskState next : TaskState.values()) {
                assertThat(repository.apply(TaskChange.of(ended, next), clock.instant()))
                        .as("from " + last + " to " + next)
                        .isFalse();
            }
            assertThatThrownBy(() -> tasks.cancel(ended.taskId()))
                    .isInstanceOfSatisfying(HubException.class, fault -> assertThat(fault.type())
                            .isEqualTo(ProblemType.TASK_FINISHED));
            assertThat(tasks.require(ended.taskId())).isEqualTo(ended);
        }
    }

    @Test
    void aHundredRequestsWithOneIdempotencyKeyMakeOneTask() throws Exception {
        TaskOrder order = Orders.withKey("user", "key-" + agent.id(), "hash");
        List<String> ids = together(IntStream.range(0, 100)
                .<Callable<String>>mapToObj(
                        i -> () -> submission.submit(agent.name(), order).id())
                .toList());
        assertThat(ids).hasSize(100).containsOnly(ids.getFirst());
        assertThat(repository.active().stream()
                        .filter(task -> task.agentId().equals(agent.agentId()))
                        .toList())
                .hasSize(1);
    }

    @Test
    void anIdempotencyKeyIsGoodForOneRequestOnly() {
        String key = "key-" + agent.id();
        submission.submit(agent.name(), Orders.withKey("user", key, "hash"));
        assertThatThrownBy(() -> submission.submit(agent.name(), Orders.withKey("user", key, "another")))
                .isInstanceOfSatisfying(HubException.class, fault -> assertThat(fault.type())
                        .isEqualTo(ProblemType.IDEMPOTENCY_KEY_REUSED));
    }

    @Test
    void anIdempotencyKeyIsTheUsersOwn() {
        String key = "key-" + agent.id();
        Task first = submission.submit(agent.name(), Orders.withKey("user-1", key, "hash"));
        Task second = submission.submit(agent.name(), Orders.withKey("user-2", key, "hash"));
        assertThat(first.id()).isNotEqualTo(second.id());
    }

    @Test
    void whoWaitsIsToldTheEnd() throws Exception {
        Task queued = submission.submit(agent.name(), Orders.of());
        CompletableFuture<Task> end = tasks.await(queued);
        assertThat(end).isNotDone();
        life.end(queued, TaskState.FAILED, "expired", "too late");
        assertThat(end.get(10, TimeUnit.SECONDS).state()).isEqualTo(TaskState.FAILED);
    }

    private static <T> List<T> together(List<Callable<T>> actions) throws Exception {
        CyclicBarrier start = new CyclicBarrier(actions.size());
        try (ExecutorService threads = Executors.newFixedThreadPool(actions.size())) {
            List<Future<T>> results = new ArrayList<>();
            for (Callable<T> action : actions) {
                results.add(threads.submit(() -> {
                    start.await();
                    return TenantScope.call(TENANT, action);
                }));
            }
            List<T> values = new ArrayList<>();
            for (Future<T> result : results) {
                values.add(result.get(30, TimeUnit.SECONDS));
            }
            return values;
        }
    }

    /** Each step as the memory has it, which the next one begins with, against the store. */
    @Test
    void whatIsRememberedOfATaskIsWhatTheStoreHas() {
        Task first =
                remembered(submission.submit(agent.name(), Orders.retried(1)).taskId());
        life.route(first, 7);
        life.start(remembered(first.taskId()));
        life.adopt(remembered(first.taskId()), 8);
        life.outcomeUnknown(remembered(first.taskId()), "nobody knows");
        assertThat(remembered(first.taskId()).state()).isEqualTo(TaskState.RETRYING);
        life.queue(remembered(first.taskId()), "again");
        life.routeAndStart(remembered(first.taskId()), 9);
        repository.noteLost(remembered(first.taskId()).agentId(), 9, List.of(first.taskId()), clock.instant());
        repository.noteLate(remembered(first.taskId()), "late", clock.instant());
        life.outcomeUnknown(remembered(first.taskId()), "nobody knows");
        Task ended = remembered(first.taskId());
        assertThat(ended.state()).isEqualTo(TaskState.FAILED);
        assertThat(ended.deadLetter()).isEqualTo(TaskLife.ATTEMPTS_USED_UP);
        assertThat(repository.unbury(ended, null, clock.instant())).isTrue();
        assertThat(remembered(first.taskId()).deadLetter()).isNull();

        Task second = submission.submit(agent.name(), Orders.of());
        life.routeAndStart(second, 1);
        life.requestCancel(remembered(second.taskId()), "no more");
        life.end(remembered(second.taskId()), TaskState.CANCELLED, "cancelled", "by the test");
        assertThat(remembered(second.taskId()).state()).isEqualTo(TaskState.CANCELLED);
    }

    @Test
    void whatIsRememberedOfATaskWithVeryManyStepsIsWhatTheStoreHas() {
        TaskId id = submission.submit(agent.name(), Orders.of()).taskId();
        int offers = TaskEventRepository.FIRST + TaskEventRepository.NEWEST;
        for (int i = 0; i < offers; i++) {
            assertThat(life.route(remembered(id), 1)).isTrue();
            assertThat(life.queue(remembered(id), "journal_failed")).isTrue();
        }
        repository.noteLate(remembered(id), "late", clock.instant());
        assertThat(remembered(id).lateRemarks()).isEqualTo(1);
        assertThat(life.end(remembered(id), TaskState.CANCELLED, null, null)).isTrue();
        int all = 1 + 2 * offers + 1 + 1;
        assertThat(remembered(id).revision()).isEqualTo(2L * all);
        List<TaskEventView> shown = tasks.events(id);
        assertThat(shown).hasSize(TaskEventRepository.FIRST + 1 + TaskEventRepository.NEWEST);
        assertThat(shown.get(TaskEventRepository.FIRST).leftOut())
                .isEqualTo(all - TaskEventRepository.FIRST - TaskEventRepository.NEWEST);
        assertThat(shown.getLast().to()).isEqualTo("cancelled");
    }

    private Task remembered(TaskId id) {
        Task recent = repository.recent(id, state -> true).orElseThrow();
        assertThat(recent).isEqualTo(repository.find(id).orElseThrow());
        return recent;
    }
}
