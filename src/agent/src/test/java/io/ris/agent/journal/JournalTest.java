package io.ris.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.agent.testing.Offers;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.AttemptState;
import io.ris.protocol.CommandResult;
import io.ris.protocol.HubFrame;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.ResultStatus;
import io.ris.protocol.TaskAttempt;
import io.ris.protocol.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final HubFrame.Offer OFFER = Offers.waiting("task", Offers.command("true"));

    @TempDir
    private Path directory;

    private Journal journal;

    @BeforeEach
    void open() throws IOException {
        journal = Journal.open(directory);
    }

    private JournalEntry reopened() throws IOException {
        open();
        return journal.entries().stream()
                .filter(entry -> entry.attempt().equals(OFFER.taskAttempt()))
                .findFirst()
                .orElseThrow();
    }

    private static AgentFrame.Result result() {
        return new AgentFrame.Result(
                OFFER.taskId(),
                1,
                ResultStatus.COMPLETED,
                new CommandResult(0, "out", null, "", null, null, 5),
                null,
                null,
                AT,
                AT);
    }

    @Test
    void findsEveryStateAgainAfterReopening() throws IOException {
        journal.accept(OFFER);
        assertThat(reopened().state()).isEqualTo(AttemptState.ACCEPTED);
        assertThat(reopened().offer()).isEqualTo(OFFER);

        reopened().markStarted(AT, "boot-1");
        assertThat(reopened().state()).isEqualTo(AttemptState.STARTED);
        assertThat(reopened().started()).contains(new StartMark(AT, "boot-1"));

        reopened().finish(result());
        assertThat(reopened().state()).isEqualTo(AttemptState.FINISHED);
        assertThat(reopened().result()).isEqualTo(result());
    }

    @Test
    void remembersHowFarOutputGot() throws IOException {
        Map<OutputStreamName, StreamProgress> progress =
                Map.of(OutputStreamName.STDOUT, new StreamProgress(true, 4096, 7));
        journal.accept(OFFER).note(progress);

        assertThat(reopened().progress()).isEqualTo(progress);
    }

    @Test
    void sendsOutputAgainWhenTheNoteAboutItIsTorn() throws IOException {
        JournalEntry entry = journal.accept(OFFER);
        Files.writeString(entry.directory().resolve("progress.json"), "{\"stdo");

        assertThat(reopened().progress()).isEmpty();
    }

    @Test
    void remembersAnAttemptThatIsOver() throws IOException {
        JournalEntry entry = journal.accept(OFFER);
        entry.markStarted(AT, "boot-1");
        entry.finish(result());
        journal.forget(entry);

        assertThat(journal.isOver(OFFER.taskAttempt())).isTrue();
        assertThat(entry.directory()).doesNotExist();
        open();
        assertThat(journal.entries()).isEmpty();
        assertThat(journal.isOver(OFFER.taskAttempt())).isTrue();
        assertThat(journal.isOver(new TaskAttempt(new TaskId("task"), 2))).isFalse();
    }

    @Test
    void forgetsARecalledAttemptWithoutATrace() throws IOException {
        journal.forget(journal.accept(OFFER));

        assertThat(journal.isOver(OFFER.taskAttempt())).isFalse();
        assertThat(journal.accept(OFFER).state()).isEqualTo(AttemptState.ACCEPTED);
    }

    @Test
    void setsABrokenEntryAsideAndKeepsTheOthers() throws IOException {
        journal.accept(OFFER);
        JournalEntry broken = journal.accept(Offers.waiting("broken", Offers.command("true")));
        Files.writeString(broken.directory().resolve("offer.json"), "{\"type\":\"offer\",\"task");

        open();

        assertThat(journal.entries()).extracting(JournalEntry::attempt).containsExactly(OFFER.taskAttempt());
        assertThat(directory.resolve("corrupt/broken.1/offer.json")).exists();
    }

    @Test
    void setsAnEntryWithABrokenResultAside() throws IOException {
        JournalEntry broken = journal.accept(OFFER);
        Files.writeString(broken.directory().resolve("result.json"), "");

        open();

        assertThat(journal.entries()).isEmpty();
        assertThat(directory.resolve("corrupt/task.1")).exists();
    }

    @Test
    void cleansUpWhatWasNeverAccepted() throws IOException {
        Path remnant = Files.createDirectory(directory.resolve("half.1"));
        Files.writeString(remnant.resolve("offer.json.tmp"), "{\"ty");

        open();

        assertThat(remnant).doesNotExist();
        assertThat(directory.resolve("corrupt")).doesNotExist();
    }

    @Test
    void ignoresAHalfWrittenFileBesideAWholeOne() throws IOException {
        JournalEntry entry = journal.accept(OFFER);
        Files.writeString(entry.directory().resolve("result.json.tmp"), "{\"ty");

        assertThat(reopened().state()).isEqualTo(AttemptState.ACCEPTED);
        reopened().finish(result());
        assertThat(reopened().state()).isEqualTo(AttemptState.FINISHED);
    }

    @Test
    void epochOnlyRises() throws IOException {
        journal.raiseEpoch(7);
        journal.raiseEpoch(3);
        assertThat(journal.highestEpoch()).isEqualTo(7);

        open();
        assertThat(journal.highestEpoch()).isEqualTo(7);
    }

    @Test
    void survivesABrokenEpoch() throws IOException {
        Files.writeString(directory.resolve("epoch"), "x");

        open();

        assertThat(journal.highestEpoch()).isZero();
        assertThat(directory.resolve("corrupt/epoch")).exists();
    }

    @Test
    void keepsTheLatestTombstonesAndABoundedFile() throws IOException {
        Path file = directory.resolve("stones");
        Tombstones stones = Tombstones.open(file, 10);
        for (int number = 1; number <= 95; number++) {
            stones.add(new TaskAttempt(new TaskId("t"), number));
        }

        try (Stream<String> lines = Files.lines(file)) {
            assertThat(lines).hasSizeLessThan(20);
        }
        Tombstones reopened = Tombstones.open(file, 10);
        assertThat(reopened.contains(new TaskAttempt(new TaskId("t"), 85))).isFalse();
        assertThat(reopened.contains(new TaskAttempt(new TaskId("t"), 86))).isTrue();
        assertThat(reopened.contains(new TaskAttempt(new TaskId("t"), 95))).isTrue();
    }

    @Test
    void skipsATornTombstone() throws IOException {
        Path file = directory.resolve("stones");
        Files.writeString(file, "a#1\nb#");

        assertThat(Tombstones.open(file, 10).contains(new TaskAttempt(new TaskId("a"), 1)))
                .isTrue();
    }
}
