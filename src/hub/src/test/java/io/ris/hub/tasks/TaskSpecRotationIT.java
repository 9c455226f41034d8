package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ris.hub.fleet.Agent;
import io.ris.hub.fleet.AgentService;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.vault.KeyRotation;
import io.ris.protocol.CommandSpec;
import io.ris.protocol.TaskId;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class TaskSpecRotationIT {

    @Inject
    private TaskSubmission submission;

    @Inject
    private TaskRepository repository;

    @Inject
    private TaskSpecs specs;

    @Inject
    private AgentService agents;

    @Inject
    private KeyRotation rotation;

    @BeforeEach
    void enter() {
        TenantScope.enter(new TenantCode("default"));
    }

    @AfterEach
    void leave() {
        TenantScope.leave();
    }

    /** Tasks are submitted and read all the while, as they are by the callers of a hub that works. */
    @Test
    void whatTheOldKeySealedIsSealedAnewAndTheOldKeyDestroyed() {
        Agent agent = agents.add("agent-" + System.nanoTime(), null, null, List.of());
        List<TaskId> submitted = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            submitted.add(submission.submit(agent.name(), Orders.of()).taskId());
        }
        int before = rotation.status().version();
        assertThat(rotation.rotate().leaving()).contains(before);
        await("end of the old key")
                .atMost(Duration.ofSeconds(60))
                .until(() -> TenantScope.call(new TenantCode("default"), () -> {
                    submitted.add(submission.submit(agent.name(), Orders.of()).taskId());
                    submitted.forEach(this::assertReadable);
                    return rotation.status().leaving().isEmpty();
                }));
        for (TaskId id : submitted) {
            assertThat(repository.find(id).orElseThrow().spec()).startsWith("k" + (before + 1) + ".");
            assertReadable(id);
        }
    }

    private void assertReadable(TaskId id) {
        assertThat(specs.open(repository.find(id).orElseThrow())).isInstanceOf(CommandSpec.class);
    }
}
