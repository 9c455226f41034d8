package io.ris.hub.tasks;

import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.fleet.IssuedCertificate;
import io.ris.hub.fleet.connection.AgentGateway;
import io.ris.hub.fleet.connection.FakeAgent;
import io.ris.hub.fleet.enrolment.AgentKeyPair;
import io.ris.hub.fleet.enrolment.EnrolmentService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.CommandResult;
import io.ris.protocol.HubFrame;
import io.ris.protocol.Priority;
import io.ris.protocol.ResultStatus;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A tenant's agent and tasks inside the server, for tests to extend. */
@ExtendWith(ArquillianExtension.class)
public abstract class TasksOfAnAgent {

    static final TenantCode TENANT = new TenantCode("default");

    @Inject
    protected TaskService tasks;

    @Inject
    TaskSubmission submission;

    @Inject
    TaskRepository repository;

    @Inject
    AgentLanes lanes;

    @Inject
    AgentService agents;

    @Inject
    private AgentGateway gateway;

    @Inject
    protected Clock clock;

    @Inject
    private EnrolmentService enrolments;

    private final Map<AgentKey, IssuedCertificate> certificates = new HashMap<>();
    private final List<FakeAgent> connected = new ArrayList<>();
    AgentKey key;

    @BeforeEach
    void addAgent() {
        TenantScope.enter(TENANT);
        key = added();
    }

    AgentKey added() {
        return new AgentKey(
                TENANT,
                agents.add("agent-" + System.nanoTime(), null, null, List.of()).agentId());
    }

    @AfterEach
    void leave() {
        connected.forEach(FakeAgent::leave);
        TenantScope.leave();
    }

    protected FakeAgent connect(int capacity, AgentFrame.KnownTask... journal) {
        return connect(key, capacity, journal);
    }

    FakeAgent connect(AgentKey agent, int capacity, AgentFrame.KnownTask... journal) {
        IssuedCertificate certificate = certificates.computeIfAbsent(
                agent, known -> AgentKeyPair.enrolled(enrolments, agents, known.agentId()));
        FakeAgent session = FakeAgent.connect(gateway, agent, certificate, capacity, List.of(journal));
        connected.add(session);
        return session;
    }

    Task submit() {
        return submission.submit(key.agentId().value(), Orders.of());
    }

    Task submitIdempotent() {
        return submission.submit(key.agentId().value(), Orders.of(Priority.NORMAL, true));
    }

    TaskState stateOf(Task task) {
        return tasks.require(task.taskId()).state();
    }

    AgentFrame.Result completed(Task task, int attempt) {
        Instant now = clock.instant();
        return new AgentFrame.Result(
                task.taskId(),
                attempt,
                ResultStatus.COMPLETED,
                new CommandResult(0, "out", null, "", null, null, 5),
                null,
                null,
                now,
                now);
    }

    static HubFrame.Offer offerOf(FakeAgent agent, Task task) {
        return agent.next(HubFrame.Offer.class, offer -> offer.taskId().equals(task.taskId()));
    }

    protected Task startOn(FakeAgent agent) {
        Task task = submit();
        offerOf(agent, task);
        agent.say(new AgentFrame.Accepted(task.taskId(), 1));
        agent.next(HubFrame.Start.class, start -> start.taskId().equals(task.taskId()));
        return task;
    }
}
