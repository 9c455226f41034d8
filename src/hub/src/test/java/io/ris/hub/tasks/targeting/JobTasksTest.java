package io.ris.hub.tasks.targeting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.tasks.targeting.JobTasks.Fate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobTasksTest {

    @Test
    void aFullStoreHoldsAJobUp() {
        assertThat(JobTasks.fate(new HubException.Refused(ProblemType.STORAGE_LIMIT, "full")))
                .isEqualTo(Fate.HELD_UP);
        assertThat(JobTasks.fate(
                        new HubException.Unavailable(ProblemType.QUEUE_FULL, "full", Duration.ofSeconds(1), null)))
                .isEqualTo(Fate.HELD_UP);
    }

    @Test
    void anAgentThatIsGoneOrUnableIsLeftOut() {
        assertThat(JobTasks.fate(new HubException.Conflict(ProblemType.CLIENT_NOT_FOUND, "gone")))
                .isEqualTo(Fate.SKIPPED);
        assertThat(JobTasks.fate(HubException.Invalid.rule("client_id", "names a client that is inactive")))
                .isEqualTo(Fate.SKIPPED);
    }

    @Test
    void whatElseIsRefusedIsAnError() {
        HubException reused = new HubException.Conflict(ProblemType.IDEMPOTENCY_KEY_REUSED, "reused");
        assertThatThrownBy(() -> JobTasks.fate(reused)).isSameAs(reused);
        HubException gone = new HubException.Refused(ProblemType.TENANT_UNAVAILABLE, "not at work");
        assertThatThrownBy(() -> JobTasks.fate(gone)).isSameAs(gone);
    }

    @Test
    void onlyWhatComesBeforeTheFirstThatIsHeldUpCounts() {
        assertThat(JobTasks.Given.of(List.of(Fate.GIVEN, Fate.SKIPPED, Fate.HELD_UP, Fate.SKIPPED)))
                .isEqualTo(new JobTasks.Given(2, 1));
        assertThat(JobTasks.Given.of(List.of(Fate.HELD_UP))).isEqualTo(new JobTasks.Given(0, 0));
    }
}
