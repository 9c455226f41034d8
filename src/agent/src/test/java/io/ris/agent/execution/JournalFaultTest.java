package io.ris.agent.execution;

import static io.ris.agent.testing.Offers.EPOCH;
import static io.ris.agent.testing.Offers.command;
import static io.ris.agent.testing.Offers.offer;
import static io.ris.agent.testing.Offers.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.ris.agent.journal.Journal;
import io.ris.agent.journal.JournalEntry;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.AttemptState;
import io.ris.protocol.CommandResult;
import io.ris.protocol.HubFrame;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.ResultStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of attempts where the disk does not do what it should. */
class JournalFaultTest {

    private static final HubFrame.Offer OFFER = waiting("t", command("true"));
    private static final HubFrame.Start START = new HubFrame.Start(OFFER.taskId(), 1, EPOCH);
    private static final Duration RETRIES = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    private ManualBench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new ManualBench(directory);
    }

    /** The attempt can neither begin nor end on this disk. */
    private void startOnAFullDisk() throws IOException {
        bench.say(OFFER);
        bench.examine();
        bench.fill(OFFER, "started");
        bench.fill(OFFER, "result.json");
        bench.say(START);
        assertThat(states()).containsExactly(AttemptState.ACCEPTED);
    }

    private List<AttemptState> states() {
        return bench.assignments.known().stream()
                .map(AgentFrame.KnownTask::state)
                .toList();
    }

    @Test
    void whatEndedBecauseItsStartCouldNotBeJournalledDoesNotStartLater() throws IOException {
        startOnAFullDisk();
        bench.free(OFFER, "started");
        bench.say(START);
        bench.say(OFFER);
        bench.say(new HubFrame.Cancel(OFFER.taskId(), 1, EPOCH, null));
        assertThat(states()).containsExactly(AttemptState.ACCEPTED);

        bench.free(OFFER, "result.json");
        bench.advance(RETRIES);

        assertThat(bench.heard(AgentFrame.Started.class)).isEmpty();
        assertThat(bench.heard(AgentFrame.Result.class))
                .extracting(AgentFrame.Result::error)
                .containsExactly("journal_failed");
    }

    @Test
    void theEndOfARecalledAttemptDoesNotMeetTheNextOne() throws IOException {
        startOnAFullDisk();
        bench.say(new HubFrame.Recall(OFFER.taskId(), 1, EPOCH, null));
        assertThat(states()).isEmpty();
        bench.say(OFFER);
        bench.examine();

        bench.advance(RETRIES);

        assertThat(states()).containsExactly(AttemptState.ACCEPTED);
        assertThat(bench.heard(AgentFrame.Result.class)).isEmpty();
    }

    @Test
    void nothingIsDoneForAHubWhoseEpochCannotBeJournalled() throws IOException {
        bench.fill("epoch");

        assertThatIOException().isThrownBy(() -> bench.assignments.welcomed(EPOCH));
        assertThatIOException().isThrownBy(() -> bench.say(offer("t", command("true"), EPOCH, RETRIES, true)));

        bench.examine();
        assertThat(bench.heard()).isEmpty();
        assertThat(bench.assignments.highestEpoch()).isZero();
    }

    @Test
    void aResultIsSentThoughItsOutputCannotBeRead() throws IOException {
        JournalEntry entry = Journal.open(directory.resolve("journal")).accept(OFFER);
        entry.markStarted(Instant.EPOCH, "boot");
        CommandResult result = new CommandResult(0, null, null, "", null, 3L, 5);
        entry.finish(new AgentFrame.Result(
                OFFER.taskId(), 1, ResultStatus.COMPLETED, result, null, null, Instant.EPOCH, Instant.EPOCH));
        // A directory has a length, and cannot be read.
        Path stdout = Files.createDirectory(entry.directory().resolve("stdout"));
        Files.createFile(stdout.resolve("x"));
        bench = new ManualBench(directory);

        bench.assignments.welcomed(EPOCH);
        bench.loop.run();
        bench.assignments.welcomed(EPOCH);
        bench.loop.run();

        assertThat(bench.heard()).as("once after every welcome").hasSize(2).allSatisfy(frame -> {
            CommandResult told = (CommandResult) ((AgentFrame.Result) frame).result();
            assertThat(told.exitCode()).isZero();
            assertThat(told.droppedBytes()).isEqualTo(3 + Files.size(stdout));
        });
    }

    @Test
    void outputGoesOnThoughAnAcknowledgementCannotBeNoted() throws IOException {
        bench.say(OFFER);
        bench.examine();
        bench.fill(OFFER, "progress.json");
        int wakes = bench.wakes();

        bench.say(new HubFrame.OutputAck(OFFER.taskId(), 1, OutputStreamName.STDOUT, 0));

        assertThat(bench.wakes()).isEqualTo(wakes + 1);
    }
}
