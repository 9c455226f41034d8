package io.ris.agent.execution;

import static io.ris.agent.testing.Offers.command;
import static io.ris.agent.testing.Offers.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.ris.agent.journal.Journal;
import io.ris.agent.journal.JournalEntry;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.CommandResult;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.HttpResult;
import io.ris.protocol.ResultStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFrameTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path directory;

    private JournalEntry entry;

    @BeforeEach
    void open() throws IOException {
        entry = Journal.open(directory).accept(waiting("t", command("true")));
    }

    private static HttpResult answer(String header) {
        return new HttpResult(200, Map.of("x", header), "", null, null, 5);
    }

    private static int bytes(AgentFrame.Result frame) {
        return FrameCodec.encode(frame).getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void whatFitsStaysAsItIs() {
        int most = FrameCodec.MAX_MESSAGE_BYTES - bytes(ResultFrame.of(entry, Outcome.completed(answer(""), AT)));

        AgentFrame.Result frame = ResultFrame.of(entry, Outcome.completed(answer("y".repeat(most)), AT));

        assertThat(bytes(frame)).isEqualTo(FrameCodec.MAX_MESSAGE_BYTES);
        assertThat(frame.error()).isNull();
    }

    @Test
    void aResultThatNoMessageHoldsIsDroppedAndSaidSo() {
        AgentFrame.Result frame = ResultFrame.of(entry, Outcome.completed(answer("\u20ac".repeat(350_000)), AT));

        assertThat(bytes(frame)).isLessThan(1_000);
        assertThat(frame.status()).isEqualTo(ResultStatus.COMPLETED);
        assertThat(frame.result()).isNull();
        assertThat(frame.error()).isEqualTo("result_too_large");
        assertThat(frame.detail()).contains("dropped");
    }

    @Test
    void aFailureKeepsItsCodeThoughItsResultIsDropped() {
        Outcome failed = Outcome.failed(answer("y".repeat(2_000_000)), "validation_failed", "not as demanded", AT);

        AgentFrame.Result frame = ResultFrame.of(entry, failed);

        assertThat(frame.status()).isEqualTo(ResultStatus.FAILED);
        assertThat(frame.result()).isNull();
        assertThat(frame.error()).isEqualTo("validation_failed");
        assertThat(frame.detail()).startsWith("not as demanded; ");
    }

    @Test
    void wordsOfStrangersAreCut() {
        String words = "y".repeat(Words.LIMIT - 1) + "\uD83D\uDE00" + "z".repeat(2_000_000);

        AgentFrame.Result frame = ResultFrame.of(entry, Outcome.withoutEffect("bind_failed", words, AT));

        assertThat(frame.detail()).isEqualTo("y".repeat(Words.LIMIT - 1) + "...");
        assertThat(frame.error()).isEqualTo("bind_failed");
    }

    @Test
    void aFrameThatAFormerAgentJournalledIsCutToo() {
        AgentFrame.Result frame = new AgentFrame.Result(
                entry.offer().taskId(), 1, ResultStatus.FAILED, null, "e", "y".repeat(2_000_000), null, AT);

        assertThat(bytes(ResultFrame.fitting(frame))).isLessThan(4_000);
    }

    @Test
    void whatIsLostIsCountedAmongWhatWasNotKept() {
        AgentFrame.Result frame =
                ResultFrame.of(entry, Outcome.completed(new CommandResult(0, null, null, "", null, 10L, 5), AT));

        assertThat(ResultFrame.without(5, frame).result())
                .isEqualTo(new CommandResult(0, null, null, "", null, 15L, 5));
        assertThat(ResultFrame.without(0, frame)).isSameAs(frame);
    }
}
