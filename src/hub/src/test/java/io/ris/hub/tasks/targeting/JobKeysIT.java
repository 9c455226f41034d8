package io.ris.hub.tasks.targeting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.tasks.Orders;
import io.ris.hub.tasks.TaskOrder;
import io.ris.hub.tasks.TaskSubmission;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One Idempotency-Key is for one request, whether it makes a task or a job. */
@ExtendWith(ArquillianExtension.class)
class JobKeysIT {

    @Inject
    private JobService jobs;

    @Inject
    private AgentService agents;

    @Inject
    private TaskSubmission submission;

    private final String group = "keys-" + System.nanoTime();
    private final Target target = new Target(Map.of("group", group), null, Strategy.ALL, null, null);
    private final TaskOrder ofTask = Orders.withKey("user", group, "body of the task");
    private final TaskOrder ofJob = Orders.withKey("user", group, "body of the job");
    private Agent agent;

    @BeforeEach
    void addAgent() {
        TenantScope.enter(new TenantCode("default"));
        agent = agents.add(group, null, null, List.of("group=" + group));
    }

    @AfterEach
    void leave() {
        agents.delete(agent.id(), null);
        TenantScope.leave();
    }

    private static void assertReused(ThrowingCallable submit) {
        assertThatExceptionOfType(HubException.Conflict.class)
                .isThrownBy(submit)
                .extracting(HubException::type)
                .isEqualTo(ProblemType.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void theKeyOfATaskIsNoneForAJob() {
        jobs.requireNoJob(ofTask);
        submission.submit(agent.id(), ofTask);
        assertReused(() -> jobs.submit(target, ofJob));
        assertThat(submission.submit(agent.id(), ofTask).clientId()).isEqualTo(agent.id());
    }

    @Test
    void theKeyOfAJobIsNoneForATask() {
        Job job = jobs.submit(target, ofJob);
        assertReused(() -> jobs.requireNoJob(ofTask));
        assertThat(jobs.submit(target, ofJob).id()).isEqualTo(job.id());
        jobs.requireNoJob(Orders.withKey("somebody else", group, "body of the task"));
        jobs.requireNoJob(Orders.of());
    }
}
