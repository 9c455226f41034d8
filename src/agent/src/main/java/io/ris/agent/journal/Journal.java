package io.ris.agent.journal;

import io.ris.agent.storage.AtomicFile;
import io.ris.protocol.HubFrame;
import io.ris.protocol.TaskAttempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every attempt that the agent has accepted and the hub has not acknowledged, on disk; the highest epoch seen; and the
 * latest attempts that are over. What is corrupt is set aside under {@code corrupt} and reported. Not thread-safe.
 */
public final class Journal {

    /** How many acknowledged attempts are remembered. */
    static final int TOMBSTONES = 10_000;

    private static final Logger LOG = System.getLogger(Journal.class.getName());
    private static final String CORRUPT = "corrupt";

    private final Path directory;
    private final Path epochFile;
    private final Tombstones tombstones;
    private final Map<TaskAttempt, JournalEntry> entries = new LinkedHashMap<>();
    private long highestEpoch;

    private Journal(Path directory, Tombstones tombstones) {
        this.directory = directory;
        this.epochFile = directory.resolve("epoch");
        this.tombstones = tombstones;
    }

    /** Opens the journal in this directory, which is made where it is missing. */
    public static Journal open(Path directory) throws IOException {
        Files.createDirectories(directory);
        Journal journal = new Journal(directory, Tombstones.open(directory.resolve("acknowledged"), TOMBSTONES));
        journal.readEpoch();
        journal.readEntries();
        return journal;
    }

    /** All attempts: those found at opening by name, then in the order of acceptance. */
    public Collection<JournalEntry> entries() {
        return Collections.unmodifiableCollection(entries.values());
    }

    /** Whether the attempt ran and was acknowledged, as far back as the journal remembers. */
    public boolean isOver(TaskAttempt attempt) {
        return tombstones.contains(attempt);
    }

    /** Journals an offer; durable once it returns. */
    public JournalEntry accept(HubFrame.Offer offer) throws IOException {
        Path place = directory.resolve(offer.taskId() + "." + offer.attempt());
        makeEmpty(place);
        JournalEntry entry = JournalEntry.create(place, offer);
        AtomicFile.force(directory);
        entries.put(entry.attempt(), entry);
        return entry;
    }

    /** Forgets an attempt; one that has begun or ended is remembered as over. */
    public void forget(JournalEntry entry) throws IOException {
        switch (entry.state()) {
            case ACCEPTED -> {}
            case STARTED, FINISHED -> tombstones.add(entry.attempt());
        }
        entries.remove(entry.attempt());
        // The offer goes first: a directory without one is a remnant, whatever else is in it.
        Files.deleteIfExists(entry.directory().resolve(JournalEntry.OFFER));
        delete(entry.directory());
    }

    /** The highest epoch of a hub that was seen; 0 for none. */
    public long highestEpoch() {
        return highestEpoch;
    }

    /** Remembers an epoch, durably, if it is the highest. */
    public void raiseEpoch(long epoch) throws IOException {
        if (epoch > highestEpoch) {
            AtomicFile.writeDurably(epochFile, Long.toString(epoch));
            highestEpoch = epoch;
        }
    }

    private void readEpoch() throws IOException {
        if (!Files.exists(epochFile)) {
            return;
        }
        try {
            highestEpoch = Long.parseLong(Files.readString(epochFile).trim());
        } catch (NumberFormatException e) {
            setAside(epochFile, e);
        }
    }

    private void readEntries() throws IOException {
        for (Path place : places()) {
            if (!Files.exists(place.resolve(JournalEntry.OFFER))) {
                delete(place);
                continue;
            }
            try {
                JournalEntry entry = JournalEntry.read(place);
                entries.put(entry.attempt(), entry);
            } catch (IOException e) {
                setAside(place, e);
            }
        }
    }

    private List<Path> places() throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(Files::isDirectory)
                    .filter(child -> !child.endsWith(CORRUPT))
                    .sorted(Comparator.comparing(Path::getFileName))
                    .toList();
        }
    }

    private void setAside(Path broken, Exception cause) throws IOException {
        Path aside = Files.createDirectories(directory.resolve(CORRUPT));
        Path target = aside.resolve(broken.getFileName());
        for (int copy = 1; Files.exists(target); copy++) {
            target = aside.resolve(broken.getFileName() + "." + copy);
        }
        LOG.log(
                Level.ERROR,
                "the journal holds something broken, now set aside in {0}: {1}",
                target,
                cause.getMessage());
        Files.move(broken, target);
    }

    private static void makeEmpty(Path place) throws IOException {
        try {
            Files.createDirectory(place);
        } catch (FileAlreadyExistsException remnant) {
            delete(place);
            Files.createDirectory(place);
        }
    }

    private static void delete(Path place) throws IOException {
        List<Path> found;
        try (Stream<Path> tree = Files.walk(place)) {
            found = new ArrayList<>(tree.toList());
        } catch (NoSuchFileException gone) {
            return;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Collections.reverse(found);
        for (Path path : found) {
            Files.deleteIfExists(path);
        }
    }
}
