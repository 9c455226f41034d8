package io.ris.agent.execution;

import static io.ris.agent.testing.Offers.offer;
import static io.ris.agent.testing.Offers.shell;
import static io.ris.agent.testing.Offers.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.ris.protocol.AgentFrame;
import io.ris.protocol.CommandResult;
import io.ris.protocol.HubFrame;
import io.ris.protocol.OutputData;
import io.ris.protocol.OutputStreamName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the output of commands comes while they run, and how much of it. */
@Tag("process")
class CommandOutputTest {

    @TempDir
    private Path directory;

    @AutoClose
    private Workbench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new Workbench(directory);
    }

    @Test
    void outputIsStreamedWhileTheCommandRuns() throws IOException {
        Path go = directory.resolve("go");
        HubFrame.Offer offer = started(
                "t", shell("echo first; while [ ! -e \"$1\" ]; do sleep 0.05; done; echo second", go.toString()));
        bench.say(offer);
        Workbench.await().until(() -> bench.streamed(OutputStreamName.STDOUT).length > 0);
        assertThat(bench.results(offer)).isEmpty();

        Files.createFile(go);

        AgentFrame.Result result = bench.result(offer);
        assertThat(((CommandResult) result.result()).stdout()).isNull();
        assertThat(((CommandResult) result.result()).stderr()).isEmpty();
        assertThat(new String(bench.streamed(OutputStreamName.STDOUT), StandardCharsets.UTF_8))
                .isEqualTo("first\nsecond\n");
        assertThat(bench.heard()).last().isEqualTo(result);
    }

    @Test
    void longOutputIsStreamedInPiecesOfWholeCharacters() {
        bench.run(
                started("t", shell("i=0; while [ $i -lt 4000 ]; do echo 'ünï¢ødé 😀 zeilenlänge'; i=$((i+1)); done")));

        assertThat(new String(bench.streamed(OutputStreamName.STDOUT), StandardCharsets.UTF_8))
                .isEqualTo("ünï¢ødé 😀 zeilenlänge\n".repeat(4000));
        assertThat(bench.heard(AgentFrame.Output.class))
                .hasSizeGreaterThan(3)
                .allMatch(piece -> piece.bytes().length <= OutputStreamName.CHUNK_LIMIT)
                .allMatch(piece -> piece.encoding().equals(OutputData.UTF_8));
    }

    @Test
    void anUnreadWindowHoldsOutputBackUntilTheHubAcknowledges() {
        bench.acknowledgeOutput(false);
        HubFrame.Offer offer = started("t", shell("head -c 600000 /dev/zero"));
        bench.say(offer);
        Workbench.await().until(() -> bench.ask(Assignments::waitingResults) == 1);
        Workbench.await()
                .until(() -> bench.streamed(OutputStreamName.STDOUT).length
                        > CapturedStream.WINDOW - OutputStreamName.CHUNK_LIMIT);
        assertThat(bench.streamed(OutputStreamName.STDOUT).length).isLessThanOrEqualTo((int) CapturedStream.WINDOW);
        assertThat(bench.results(offer)).isEmpty();

        bench.acknowledgeOutput(true);
        bench.say(new HubFrame.OutputAck(
                offer.taskId(), 1, OutputStreamName.STDOUT, bench.streamed(OutputStreamName.STDOUT).length));

        bench.result(offer);
        assertThat(bench.streamed(OutputStreamName.STDOUT)).hasSize(600_000);
    }

    @Test
    void aHundredMegabytesStayBoundedAndAreCounted() {
        HubFrame.Offer offer = started(
                "t",
                shell("i=0; while [ $i -lt 100 ]; do head -c 1000000 /dev/zero; sleep 0.02; i=$((i+1)); done; exit 5"));
        bench.say(offer);
        Path stdout = bench.journalled(offer).resolve("stdout");
        AtomicLong largest = new AtomicLong();

        Workbench.await().until(() -> {
            largest.accumulateAndGet(Files.exists(stdout) ? onDisk(stdout) : 0, Math::max);
            return !bench.results(offer).isEmpty();
        });

        CommandResult result = (CommandResult) bench.result(offer).result();
        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(bench.streamed(OutputStreamName.STDOUT)).hasSize((int) OutputStreamName.DEFAULT_LIMIT);
        assertThat(largest.get()).isLessThan(50_000_000);
        assertThat(result.droppedBytes()).isEqualTo(100_000_000 - OutputStreamName.DEFAULT_LIMIT);
    }

    /** Bytes that a file takes on the disk, its holes not counted. */
    private static long onDisk(Path file) throws IOException {
        Process du = new ProcessBuilder("du", "--block-size=1", file.toString()).start();
        return Long.parseLong(
                new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\\s", 2)[0]);
    }

    @Test
    void eachByteOfAGigabyteAtFullSpeedIsCounted() {
        HubFrame.Offer offer = started("t", shell("head -c 1000000000 /dev/zero; exit 6"));
        bench.say(offer);

        Workbench.await().until(() -> !bench.results(offer).isEmpty());

        CommandResult result = (CommandResult) bench.result(offer).result();
        assertThat(result.exitCode()).isEqualTo(6);
        assertThat(result.droppedBytes()).isEqualTo(1_000_000_000 - OutputStreamName.DEFAULT_LIMIT);
    }

    @Test
    void keepsAsMuchAsTheOfferSays() {
        HubFrame.Offer usual = started("t", shell("head -c 3000000 /dev/zero"));
        HubFrame.Offer offer = new HubFrame.Offer(
                usual.taskId(),
                usual.attempt(),
                usual.epoch(),
                usual.spec(),
                usual.timeout(),
                usual.deadline(),
                usual.priority(),
                null,
                true,
                2_000_000L);
        bench.say(offer);

        CommandResult result = (CommandResult) bench.result(offer).result();
        assertThat(bench.streamed(OutputStreamName.STDOUT)).hasSize(2_000_000);
        assertThat(result.droppedBytes()).isEqualTo(1_000_000);
    }
}
