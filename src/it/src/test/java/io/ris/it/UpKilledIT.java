package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code ./ris up} itself is killed: what it started goes on, and the next start neither doubles nor loses it. */
@ExtendWith(SharedHub.class)
class UpKilledIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Hub hub = Hub.withLocalAgent();

    @BeforeEach
    void start() {
        hub.start();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void saysWhoStillRunsAndStartsOnceTheyAreStopped() {
        JsonNode task = hub.admin().run(Submission.command("local", "true"));
        List<ProcessHandle> children = hub.program().children();
        ProcessHandle leftBehind = hub.process();
        hub.program().killAlone();
        assertThat(hub.admin().get("/health/ready").status()).isEqualTo(200);

        try (Program second = hub.refusedStart()) {
            assertThat(second.awaitExit(LIMIT)).isNotZero();
            assertThat(second.errorLines()).hasSize(1);
            assertThat(second.stderr()).contains("pid " + leftBehind.pid());
        }

        children.forEach(ProcessHandle::destroy);
        await("end of what was left behind").atMost(LIMIT).until(() -> children.stream()
                .noneMatch(ProcessHandle::isAlive));
        hub.start();
        assertThat(hub.admin().task(task.path("task_id").asText())).isEqualTo(task);
        assertThat(hub.admin().execute(Submission.command("local", "true")).status())
                .isEqualTo(200);
    }
}
