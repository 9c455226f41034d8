package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ris.hub.fleet.connection.ConnectionRegistry;
import io.ris.hub.fleet.connection.FakeAgent;
import io.ris.hub.platform.HandedWork;
import io.ris.hub.platform.cluster.NodeLeases;
import io.ris.hub.platform.vault.Vault;
import io.ris.hub.tenancy.Quotas;
import io.ris.hub.tenancy.TenantService;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.HubFrame;
import io.ris.protocol.ResultStatus;
import io.ris.protocol.TaskSpec;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cancel comes between two steps of the dispatcher that gives the task away, and so is sent before the offer. */
class CancelledWhileOfferedIT extends TasksOfAnAgent {

    @Inject
    private TaskLife life;

    @Inject
    private TaskSpecs specs;

    @Inject
    private Vault vault;

    @Inject
    private TaskTimers timers;

    @Inject
    private TaskWaiters waiters;

    @Inject
    private TaskMetrics metrics;

    @Inject
    private Quotas quotas;

    @Inject
    private Event<TaskEnded> endings;

    @Inject
    private RetryPolicy retries;

    @Inject
    private ConnectionRegistry connections;

    @Inject
    private TenantService tenants;

    @Inject
    private NodeLeases lease;

    @Inject
    private HandedWork executor;

    private final NodePlaces places = new NodePlaces(10);
    private final AgentLanes own = new AgentLanes(places);
    private FakeAgent agent;

    /** What is submitted is left to the dispatcher of the test: the server's believes that the agent takes nothing now. */
    @BeforeEach
    void connectForTheTestAlone() {
        agent = connect(4);
        lanes.of(key).holdOff();
    }

    private final class CancelledWhenRead extends TaskSpecs {

        CancelledWhenRead() {
            super(vault);
        }

        @Override
        TaskSpec open(Task task) {
            tasks.cancel(task.taskId());
            return super.open(task);
        }
    }

    private final class CancelledWhenRouted extends TaskLife {

        CancelledWhenRouted() {
            super(repository, own, timers, waiters, metrics, quotas, endings, clock, retries, true);
        }

        @Override
        boolean route(Task task, long epoch) {
            boolean routed = super.route(task, epoch);
            tasks.cancel(task.taskId());
            return routed;
        }

        @Override
        boolean routeAndStart(Task task, long epoch) {
            boolean started = super.routeAndStart(task, epoch);
            tasks.cancel(task.taskId());
            return started;
        }
    }

    private void offer(Task task, TaskLife steps, TaskSpecs opened) {
        TaskDispatcher dispatcher = new TaskDispatcher(
                repository,
                steps,
                opened,
                own,
                places,
                connections,
                agents,
                tenants,
                lease,
                executor,
                clock,
                Duration.ofSeconds(10),
                1024);
        dispatcher.enqueue(key, AgentLane.Waiting.of(task));
    }

    private void assertCancelledOnce(Task task) {
        assertThat(tasks.require(task.taskId()).events())
                .filteredOn(event -> !event.to().equals(event.from())) // no step, but what came too late
                .extracting(TaskTransition::to)
                .endsWith(TaskState.CANCELLED.wireName())
                .containsOnlyOnce(TaskState.CANCELLED.wireName());
    }

    @Test
    void whatIsCancelledBeforeItIsRoutedIsNotOffered() {
        Task task = submit();
        offer(task, life, new CancelledWhenRead());
        await().until(() -> own.of(key).load() == 0);
        assertThat(agent.all(HubFrame.Command.class)).isEmpty();
        assertThat(places.taken()).isZero();
        assertCancelledOnce(task);
    }

    @Test
    void whatIsCancelledWhileItIsRoutedIsNotStarted() {
        Task task = submit();
        offer(task, new CancelledWhenRouted(), specs);
        offerOf(agent, task);
        agent.say(new AgentFrame.Accepted(task.taskId(), 1));
        assertThat(agent.all(HubFrame.Command.class))
                .<Class<?>>extracting(HubFrame::getClass)
                .containsExactly(HubFrame.Recall.class, HubFrame.Offer.class, HubFrame.Recall.class);
        assertCancelledOnce(task);
    }

    /** The offer is the start; the agent learns of the cancel right behind it, before it has examined what it was offered. */
    @Test
    void theAgentIsToldAgainOfACancelThatCameBeforeAnOfferThatStartsAtOnce() {
        Task task = submitIdempotent();
        offer(task, new CancelledWhenRouted(), specs);
        await().untilAsserted(() -> assertThat(agent.all(HubFrame.Command.class))
                .<Class<?>>extracting(HubFrame::getClass)
                .containsExactly(HubFrame.Cancel.class, HubFrame.Offer.class, HubFrame.Cancel.class));
        assertThat(agent.all(HubFrame.Command.class))
                .extracting(HubFrame.OfTask::taskAttempt)
                .containsOnly(tasks.require(task.taskId()).taskAttempt());
        Instant now = clock.instant();
        AgentFrame.Result cancelled =
                new AgentFrame.Result(task.taskId(), 1, ResultStatus.CANCELLED, null, null, null, now, now);
        agent.say(cancelled);
        assertCancelledOnce(task);
    }
}
