package io.ris.agent.execution;

import static io.ris.agent.testing.Offers.EPOCH;
import static io.ris.agent.testing.Offers.command;
import static io.ris.agent.testing.Offers.started;
import static io.ris.agent.testing.Offers.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.ris.protocol.AgentFrame;
import io.ris.protocol.AttemptState;
import io.ris.protocol.HttpRequestSpec;
import io.ris.protocol.HubFrame;
import io.ris.protocol.ResultStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffersUnderExaminationTest {

    @TempDir
    private Path directory;

    private ManualBench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new ManualBench(directory);
    }

    private static HubFrame.Offer offer(String id) {
        return waiting(id, command("true"));
    }

    private List<String> rejections() {
        return bench.heard(AgentFrame.Rejected.class).stream()
                .map(AgentFrame.Rejected::reason)
                .toList();
    }

    @Test
    void theLoopDoesNotWaitForAnExamination() throws IOException {
        bench.say(offer("t"));
        assertThat(bench.heard()).isEmpty();
        bench.say(
                waiting("http", new HttpRequestSpec("GET", "http://h/", Map.of(), null, null, null, null, null, null)));
        assertThat(bench.heard())
                .as("what asks nothing of the machine")
                .containsExactly(new AgentFrame.Accepted(offer("http").taskId(), 1));

        bench.examine();

        assertThat(bench.heard()).contains(new AgentFrame.Accepted(offer("t").taskId(), 1));
    }

    @Test
    void anOfferThatComesAgainIsNotExaminedTwice() throws IOException {
        bench.say(offer("t"));
        bench.say(offer("t"));
        assertThat(bench.examinations).hasSize(1);

        bench.examine();

        assertThat(bench.heard(AgentFrame.Accepted.class)).hasSize(1);
    }

    @Test
    void offersUnderExaminationTakePlaces() throws IOException {
        for (int number = 0; number <= ManualBench.CAPACITY; number++) {
            bench.say(offer("t" + number));
        }
        assertThat(rejections()).containsExactly("at_capacity");

        bench.examine();

        assertThat(bench.heard(AgentFrame.Accepted.class)).hasSize(ManualBench.CAPACITY);
    }

    @Test
    void aRecallDropsIt() throws IOException {
        bench.say(offer("t"));
        bench.say(new HubFrame.Recall(offer("t").taskId(), 1, EPOCH, null));
        bench.examine();
        assertThat(bench.heard()).isEmpty();
        assertThat(bench.assignments.known()).isEmpty();

        bench.say(offer("t"));
        bench.examine();
        assertThat(bench.heard(AgentFrame.Accepted.class)).hasSize(1);
    }

    @Test
    void aCancelEndsItWithoutAStart() throws IOException {
        HubFrame.Offer offer = started("t", command("true"));
        bench.say(offer);
        bench.say(new HubFrame.Cancel(offer.taskId(), 1, EPOCH, null));

        bench.examine();

        assertThat(bench.heard(AgentFrame.Started.class)).isEmpty();
        assertThat(bench.heard(AgentFrame.Result.class))
                .singleElement()
                .matches(result -> result.status() == ResultStatus.CANCELLED && result.startedAt() == null);
    }

    @Test
    void aNewSessionDropsWhatTheFormerOneOffered() throws IOException {
        bench.say(offer("t"));
        bench.assignments.beginSession();
        assertThat(bench.assignments.known()).isEmpty();
        bench.assignments.welcomed(EPOCH + 1);
        bench.examine();

        assertThat(bench.heard()).isEmpty();
        assertThat(bench.assignments.known()).isEmpty();
    }

    @Test
    void theVerdictIsJournalledWhileThereIsNoConnection() throws IOException {
        bench.say(offer("t"));
        bench.examine();
        bench.assignments.beginSession();

        assertThat(bench.assignments.known())
                .extracting(AgentFrame.KnownTask::state)
                .containsExactly(AttemptState.ACCEPTED);
    }
}
