package io.ris.agent.execution;

import io.ris.agent.journal.JournalEntry;
import io.ris.agent.journal.StartMark;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.CommandResult;
import io.ris.protocol.ConnectivityResult;
import io.ris.protocol.DockerResult;
import io.ris.protocol.FileResult;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.HttpResult;
import io.ris.protocol.TaskResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The frame that tells how an attempt ended. It is never larger than a message may be: the hub would close, every time. */
final class ResultFrame {

    /** There is a result, and no message can hold it. */
    static final String TOO_LARGE = "result_too_large";

    private static final int MOST_BYTES_OF_A_CHARACTER = 3;

    private ResultFrame() {}

    static AgentFrame.Result of(JournalEntry entry, Outcome outcome) {
        return fitting(new AgentFrame.Result(
                entry.offer().taskId(),
                entry.offer().attempt(),
                outcome.status(),
                outcome.result(),
                outcome.error(),
                outcome.detail(),
                entry.started().map(StartMark::at).orElse(null),
                outcome.completedAt(),
                outcome.noEffect() ? true : null));
    }

    /** The frame itself, or one of the same status without the result: how the attempt ended matters more than what it brought. */
    static AgentFrame.Result fitting(AgentFrame.Result frame) {
        if (fits(FrameCodec.encode(frame))) {
            return frame;
        }
        String note = "the result is larger than a message may be and was dropped";
        return new AgentFrame.Result(
                frame.taskId(),
                frame.attempt(),
                frame.status(),
                null,
                // A code of its own says why the attempt failed, and whether another one may help.
                frame.error() == null ? TOO_LARGE : frame.error(),
                frame.detail() == null ? note : Words.cut(frame.detail()) + "; " + note,
                frame.startedAt(),
                frame.completedAt(),
                frame.noEffect());
    }

    private static boolean fits(String message) {
        return message.length() <= FrameCodec.MAX_MESSAGE_BYTES / MOST_BYTES_OF_A_CHARACTER
                || message.getBytes(StandardCharsets.UTF_8).length <= FrameCodec.MAX_MESSAGE_BYTES;
    }

    /** The frame with bytes that were kept and cannot be read any more counted among those that were not kept. */
    static AgentFrame.Result without(long lost, AgentFrame.Result frame) {
        return lost == 0
                ? frame
                : new AgentFrame.Result(
                        frame.taskId(),
                        frame.attempt(),
                        frame.status(),
                        without(lost, frame.result()),
                        frame.error(),
                        frame.detail(),
                        frame.startedAt(),
                        frame.completedAt(),
                        frame.noEffect());
    }

    private static @Nullable TaskResult without(long lost, @Nullable TaskResult result) {
        return switch (result) {
            case null -> null;
            case CommandResult command ->
                new CommandResult(
                        command.exitCode(),
                        command.stdout(),
                        command.stdoutEncoding(),
                        command.stderr(),
                        command.stderrEncoding(),
                        sum(command.droppedBytes(), lost),
                        command.executionTime());
            case DockerResult container ->
                new DockerResult(
                        container.container(),
                        container.stdout(),
                        container.stdoutEncoding(),
                        container.stderr(),
                        container.stderrEncoding(),
                        sum(container.droppedBytes(), lost),
                        container.executionTime());
            case HttpResult answer ->
                new HttpResult(
                        answer.statusCode(),
                        answer.headers(),
                        answer.body(),
                        answer.bodyEncoding(),
                        sum(answer.droppedBytes(), lost),
                        answer.executionTime());
            // Their size says how much there was.
            case FileResult file -> file;
            case ConnectivityResult findings -> findings;
        };
    }

    private static long sum(@Nullable Long dropped, long lost) {
        return dropped == null ? lost : dropped + lost;
    }
}
