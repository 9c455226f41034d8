package io.ris.hub.audit.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ris.hub.platform.HubService;
import io.ris.protocol.Json;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Records of what was done that could not be written to their chain: they wait in a file of this node, which is on disk
 * before the action is answered, and go into the chain as soon as it takes them. Thread-safe.
 */
@HubService
public class Spool {

    private static final System.Logger LOG = System.getLogger(Spool.class.getName());
    private static final long MAX_BYTES = 64L * 1024 * 1024;

    private final SealedLines lines;
    private final ChainWriters writers;
    private final List<Spooled> waiting = new ArrayList<>();
    private volatile int count;

    @Inject
    Spool(AuditDirectory directory, ChainKeys keys, ChainWriters writers) {
        this.lines = new SealedLines(directory.file("spool"), keys.ofFiles());
        this.writers = writers;
        lines.read().stream().map(Spooled::parse).forEach(waiting::add);
        count = waiting.size();
        if (lines.damaged() > 0) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} records that waited for the audit trail are not as this hub wrote them",
                    lines.damaged());
        }
    }

    private record Spooled(Trail trail, AuditRecord event) {

        static Spooled parse(String line) {
            int space = line.indexOf(' ');
            try {
                return new Spooled(
                        Trail.named(line.substring(0, space)),
                        Json.strict().readValue(line.substring(space + 1), AuditRecord.class));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }

        String line() {
            try {
                return trail.name() + " " + Json.strict().writeValueAsString(event);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** How many records wait. */
    public int size() {
        return count;
    }

    /**
     * Keeps a record until its chain takes it; it is on disk when this returns.
     *
     * @throws TrailUnavailableException if the file is full or cannot be written
     */
    public synchronized void add(Trail trail, AuditRecord event) {
        Spooled spooled = new Spooled(trail, event);
        if (lines.size() > MAX_BYTES) {
            throw new TrailUnavailableException("too much waits for the audit trail", null);
        }
        try {
            lines.append(List.of(spooled.line()));
        } catch (UncheckedIOException e) {
            throw new TrailUnavailableException("could not be kept either", e);
        }
        waiting.add(spooled);
        count = waiting.size();
    }

    /** Writes to the chains what waits for them; a chain that refuses one is not asked for the next. */
    void drain() {
        Set<Trail> refusing = new HashSet<>();
        List<Spooled> written = new ArrayList<>();
        for (Spooled one : snapshot()) {
            if (!refusing.contains(one.trail()) && isWritten(one)) {
                written.add(one);
            } else {
                refusing.add(one.trail());
            }
        }
        if (!written.isEmpty()) {
            remove(written::contains);
        }
    }

    /** Puts what waits for the trails of tenants that are gone into the platform's: no tenant that comes later gets it. */
    void forget(Predicate<Trail> exists) {
        List<Spooled> written = snapshot().stream()
                .filter(one -> !exists.test(one.trail()))
                .map(one -> new Spooled(Trail.PLATFORM, one.event()))
                .filter(this::isWritten)
                .toList();
        if (!written.isEmpty()) {
            remove(waiting -> written.stream().anyMatch(done -> done.event().equals(waiting.event())));
        }
    }

    private synchronized List<Spooled> snapshot() {
        return List.copyOf(waiting);
    }

    private synchronized void remove(Predicate<Spooled> isWritten) {
        waiting.removeIf(isWritten);
        count = waiting.size();
        lines.replace(waiting.stream().map(Spooled::line).toList());
    }

    private boolean isWritten(Spooled spooled) {
        try {
            if (!writers.holds(spooled.trail(), spooled.event().eventId())) {
                writers.append(spooled.trail(), spooled.event());
            }
            return true;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "a record still waits for the audit trail", e);
            return false;
        }
    }
}
