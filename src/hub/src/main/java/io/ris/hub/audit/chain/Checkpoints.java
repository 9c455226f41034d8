package io.ris.hub.audit.chain;

import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The last heads of chains that this node knows of, in a file beside the store. Thread-safe. */
@HubService
public class Checkpoints {

    private static final System.Logger LOG = System.getLogger(Checkpoints.class.getName());
    private static final long MAX_BYTES = 4L * 1024 * 1024;

    /** The first line: a file that lacks it was emptied. */
    private static final String BEGIN = "checkpoints";

    private final SealedLines lines;
    private final Map<Place, Checkpoint> latest = new LinkedHashMap<>();
    private final int damaged;

    @Inject
    Checkpoints(AuditDirectory directory, ChainKeys keys) {
        lines = new SealedLines(directory.file("checkpoints"), keys.ofFiles());
        List<String> known = lines.read();
        known.stream()
                .filter(line -> !line.equals(BEGIN))
                .map(Checkpoint::parse)
                .forEach(this::take);
        if (known.isEmpty() && directory.isNew()) {
            lines.append(List.of(BEGIN));
        }
        damaged = lines.damaged() + (known.isEmpty() && !directory.isNew() ? 1 : 0);
        if (damaged > 0) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the checkpoints of the audit trail were tampered with: {0} are not as this hub wrote them",
                    damaged);
        }
    }

    private record Place(Trail trail, String chain) {}

    /** How many checkpoints of the file were not as they were written when this node started. */
    public int damaged() {
        return damaged;
    }

    /** The last one of a chain. */
    synchronized Optional<Checkpoint> find(Trail trail, String chain) {
        return Optional.ofNullable(latest.get(new Place(trail, chain)));
    }

    /** The last one of each chain. */
    synchronized List<Checkpoint> all() {
        return List.copyOf(latest.values());
    }

    /** Notes how far chains have come; on disk when it returns. */
    synchronized void note(Collection<Checkpoint> heads) {
        List<Checkpoint> further = heads.stream().filter(this::isFurther).toList();
        if (further.isEmpty()) {
            return;
        }
        further.forEach(this::take);
        if (lines.size() > MAX_BYTES) {
            rewrite();
        } else {
            lines.append(further.stream().map(Checkpoint::line).toList());
        }
    }

    /** Knows nothing of a chain any more. */
    synchronized void forget(Checkpoint gone) {
        latest.remove(new Place(gone.trail(), gone.chain()));
        rewrite();
    }

    private void rewrite() {
        lines.replace(Stream.concat(Stream.of(BEGIN), latest.values().stream().map(Checkpoint::line))
                .toList());
    }

    private boolean isFurther(Checkpoint head) {
        Checkpoint known = latest.get(new Place(head.trail(), head.chain()));
        return known == null || known.seq() < head.seq();
    }

    private void take(Checkpoint checkpoint) {
        latest.put(new Place(checkpoint.trail(), checkpoint.chain()), checkpoint);
    }
}
