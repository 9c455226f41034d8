package io.ris.agent.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.ris.agent.storage.AtomicFile;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.AttemptState;
import io.ris.protocol.FrameCodec;
import io.ris.protocol.FrameException;
import io.ris.protocol.HubFrame;
import io.ris.protocol.Json;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.TaskAttempt;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt in the journal. Its directory holds {@code offer.json}, {@code started} once it may have had effects,
 * {@code result.json} once it is over, and what the attempt itself leaves there. Not thread-safe.
 */
public final class JournalEntry {

    static final String OFFER = "offer.json";

    private static final Logger LOG = System.getLogger(JournalEntry.class.getName());

    private static final String STARTED = "started";
    private static final String RESULT = "result.json";
    private static final String PROGRESS = "progress.json";
    private static final TypeReference<Map<OutputStreamName, StreamProgress>> PROGRESS_TYPE = new TypeReference<>() {};

    private final Path directory;
    private final HubFrame.Offer offer;
    private @Nullable StartMark started;
    private boolean finished;

    private JournalEntry(Path directory, HubFrame.Offer offer) {
        this.directory = directory;
        this.offer = offer;
    }

    static JournalEntry create(Path directory, HubFrame.Offer offer) throws IOException {
        AtomicFile.writeDurably(directory.resolve(OFFER), FrameCodec.encode(offer));
        return new JournalEntry(directory, offer);
    }

    /** @throws IOException also where a file is not what this class wrote */
    static JournalEntry read(Path directory) throws IOException {
        JournalEntry entry = new JournalEntry(directory, readOffer(directory));
        Path mark = directory.resolve(STARTED);
        if (Files.exists(mark)) {
            entry.started = Json.lenient().readValue(Files.readString(mark), StartMark.class);
        }
        if (Files.exists(directory.resolve(RESULT))) {
            entry.result();
            entry.finished = true;
        }
        return entry;
    }

    private static HubFrame.Offer readOffer(Path directory) throws IOException {
        try {
            if (FrameCodec.decodeHubFrame(Files.readString(directory.resolve(OFFER))) instanceof HubFrame.Offer read) {
                return read;
            }
            throw new IOException("offer.json holds no offer");
        } catch (FrameException e) {
            throw new IOException("offer.json: " + e.getMessage(), e);
        }
    }

    /** The offer as the hub made it. */
    public HubFrame.Offer offer() {
        return offer;
    }

    /** Which attempt this is. */
    public TaskAttempt attempt() {
        return offer.taskAttempt();
    }

    /** Where the attempt keeps its files. */
    public Path directory() {
        return directory;
    }

    /** Where the attempt stands. */
    public AttemptState state() {
        if (finished) {
            return AttemptState.FINISHED;
        }
        return started == null ? AttemptState.ACCEPTED : AttemptState.STARTED;
    }

    /** When the attempt began, if it has. */
    public Optional<StartMark> started() {
        return Optional.ofNullable(started);
    }

    /** Durable once it returns: from now on the attempt may have had effects. */
    public void markStarted(Instant at, String bootId) throws IOException {
        StartMark mark = new StartMark(at, bootId);
        AtomicFile.writeDurably(directory.resolve(STARTED), Json.lenient().writeValueAsString(mark));
        started = mark;
    }

    /** Durable once it returns: the attempt is over, and so it ended. */
    public void finish(AgentFrame.Result result) throws IOException {
        AtomicFile.writeDurably(directory.resolve(RESULT), FrameCodec.encode(result));
        finished = true;
    }

    /** How the attempt ended; read from disk, since results may be large and wait long. */
    public AgentFrame.Result result() throws IOException {
        try {
            if (FrameCodec.decodeAgentFrame(Files.readString(directory.resolve(RESULT)))
                    instanceof AgentFrame.Result read) {
                return read;
            }
            throw new IOException("result.json holds no result");
        } catch (FrameException e) {
            throw new IOException("result.json: " + e.getMessage(), e);
        }
    }

    /** How far the output streams got; empty where nothing was noted, or the note is broken. */
    public Map<OutputStreamName, StreamProgress> progress() throws IOException {
        Path file = directory.resolve(PROGRESS);
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            return Json.lenient().readValue(Files.readString(file), PROGRESS_TYPE);
        } catch (JsonProcessingException torn) {
            LOG.log(
                    Level.WARNING,
                    "the output of {0} is sent again from its beginning: its progress note is broken",
                    attempt());
            return Map.of();
        }
    }

    /** Notes how far the output streams got; losing the note costs a repetition of output and nothing else. */
    public void note(Map<OutputStreamName, StreamProgress> progress) throws IOException {
        AtomicFile.write(directory.resolve(PROGRESS), Json.lenient().writeValueAsString(progress));
    }
}
