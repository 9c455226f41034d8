package io.ris.agent.execution;

import io.ris.agent.journal.JournalEntry;
import io.ris.agent.journal.StreamProgress;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.AttemptState;
import io.ris.protocol.CommandResult;
import io.ris.protocol.ConnectivityResult;
import io.ris.protocol.DockerResult;
import io.ris.protocol.FileResult;
import io.ris.protocol.HttpResult;
import io.ris.protocol.OutputData;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.TaskResult;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt writes, and how much of it the hub has. Short output of a short command travels in the result alone;
 * once any of a stream has been streamed, so is its rest.
 */
final class AttemptOutput {

    private final JournalEntry entry;
    private final SecretMask mask;
    private final Map<OutputStreamName, CapturedStream> streams = new EnumMap<>(OutputStreamName.class);

    private AttemptOutput(JournalEntry entry) {
        this.entry = entry;
        this.mask = SecretMask.of(entry.offer().spec());
    }

    static AttemptOutput of(JournalEntry entry) throws IOException {
        AttemptOutput output = new AttemptOutput(entry);
        Map<OutputStreamName, StreamProgress> progress = entry.progress();
        long cap = entry.offer().outputLimitOrDefault();
        for (OutputStreamName name : OutputStreamName.values()) {
            StreamProgress noted = progress.getOrDefault(name, StreamProgress.NONE);
            output.streams.put(name, new CapturedStream(name, entry.directory(), noted, cap, output.mask));
        }
        if (entry.state() == AttemptState.FINISHED) {
            output.streamWhatIsNotIn(entry.result().result());
        }
        return output;
    }

    /** The note about progress may be lost with the machine's power, where the result is not. */
    private void streamWhatIsNotIn(@Nullable TaskResult result) {
        switch (result) {
            case null -> {}
            case CommandResult command -> {
                streamIfMissing(OutputStreamName.STDOUT, command.stdout());
                streamIfMissing(OutputStreamName.STDERR, command.stderr());
            }
            case ConnectivityResult findings -> {}
            case DockerResult container -> {
                streamIfMissing(OutputStreamName.STDOUT, container.stdout());
                streamIfMissing(OutputStreamName.STDERR, container.stderr());
            }
            case FileResult file -> {
                if (file.changed() == null) {
                    streamIfMissing(OutputStreamName.CONTENT, file.content());
                }
            }
            case HttpResult answer -> streamIfMissing(OutputStreamName.BODY, answer.body());
        }
    }

    private void streamIfMissing(OutputStreamName name, @Nullable String inline) {
        if (inline == null) {
            stream(name).stream();
        }
    }

    /** A text that goes into the result, without the task's secrets. */
    String masked(String text) {
        return mask.apply(text);
    }

    CapturedStream stream(OutputStreamName name) {
        CapturedStream stream = streams.get(name);
        if (stream == null) {
            throw new IllegalStateException("every stream is there from the start");
        }
        return stream;
    }

    /**
     * Gives back the disk of what is beyond the streams' cap and begins to stream what has become long.
     *
     * @param lasting whether the attempt has run long enough that any output is news
     * @return whether a stream grows beyond its cap, so that the next look should come soon
     */
    boolean tend(boolean lasting) throws IOException {
        boolean overflowing = false;
        boolean changed = false;
        for (CapturedStream stream : streams.values()) {
            overflowing |= stream.release();
            long available = stream.available();
            boolean due = available > OutputStreamName.INLINE_LIMIT || (lasting && available > 0);
            if (due && !stream.isStreamed()) {
                stream.stream();
                changed = true;
            }
        }
        if (overflowing || changed) {
            note();
        }
        return overflowing;
    }

    /**
     * The stream as the result carries it; null where it has gone, or must go, ahead.
     *
     * @throws IOException if it cannot be read
     */
    @Nullable
    OutputData inline(OutputStreamName name) throws IOException {
        CapturedStream stream = stream(name);
        return stream.isStreamed() ? null : OutputData.of(stream.readAll());
    }

    /** Bytes that were not kept; null for none. */
    @Nullable
    Long dropped() throws IOException {
        long dropped = 0;
        for (CapturedStream stream : streams.values()) {
            dropped += stream.dropped();
        }
        return dropped == 0 ? null : dropped;
    }

    /** The next piece to send, if there is one and the window allows it. */
    Optional<AgentFrame> next(boolean complete) throws IOException {
        for (CapturedStream stream : streams.values()) {
            long offset = stream.sent();
            byte[] piece = stream.take(complete);
            if (piece.length > 0) {
                OutputData data = OutputData.of(piece);
                return Optional.of(new AgentFrame.Output(
                        entry.attempt().taskId(),
                        entry.attempt().attempt(),
                        stream.name(),
                        offset,
                        data.text(),
                        data.encoding()));
            }
        }
        return Optional.empty();
    }

    boolean isDrained() throws IOException {
        for (CapturedStream stream : streams.values()) {
            if (!stream.isDrained()) {
                return false;
            }
        }
        return true;
    }

    void acknowledge(OutputStreamName name, long offset) throws IOException {
        stream(name).acknowledge(offset);
        note();
    }

    /** Nothing more of it is read: the rest counts as lost. */
    void giveUp() {
        streams.values().forEach(CapturedStream::giveUp);
    }

    /** Bytes that were kept and given up. */
    long lost() {
        return streams.values().stream().mapToLong(CapturedStream::lost).sum();
    }

    /** Sends again from where the hub has it. */
    void rewind() {
        streams.values().forEach(CapturedStream::rewind);
    }

    private void note() throws IOException {
        Map<OutputStreamName, StreamProgress> progress = new EnumMap<>(OutputStreamName.class);
        streams.forEach((name, stream) -> progress.put(name, stream.progress()));
        entry.note(progress);
    }
}
