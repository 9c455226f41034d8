package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** More work waits than an agent can do, for longer than the hub's own look at the store takes to come round. */
@Tag("chaos")
@ExtendWith(SharedHub.class)
class BacklogIT {

    private static final Duration UNDER_LOAD = Duration.ofSeconds(75);
    private static final int BURST = 50;

    private final TaskLedger ledger = new TaskLedger();
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
    void anAgentThatIsBusyForLongKeepsAllItsPlaces() {
        Instant end = Instant.now().plus(UNDER_LOAD);
        for (int i = 0; Instant.now().isBefore(end); i++) {
            RisApi api = hub.admin();
            for (int j = 0; j < BURST; j++) {
                ledger.submit(api, "local", "task-" + i + "-" + j, 0).expect(202);
            }
        }
        assertThat(ledger.effects().total()).as("a backlog").isLessThan(ledger.size());

        ledger.assertEachEndedOnce(hub);

        Figures.tell("tasks in a backlog", ledger.size(), "");
    }
}
