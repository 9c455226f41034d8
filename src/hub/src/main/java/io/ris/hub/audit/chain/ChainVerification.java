package io.ris.hub.audit.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One look at every record of one chain. Not thread-safe; used once. */
final class ChainVerification {

    private static final int PAGE = 1_000;
    private static final int MOST_FAULTS = 100;

    private final ChainStore store;
    private final ChainKey key;
    private final String trail;
    private final String chain;
    private final Optional<Checkpoint> checkpoint;
    private final List<Fault> faults = new ArrayList<>();
    private long faultCount;
    private long checked;
    private long first;
    private long last;
    private Optional<Cut> cut = Optional.empty();

    /** The last record that is as it was written, and the records behind it that are not. */
    private Head good;

    private @Nullable Run bad;
    private @Nullable String macAtCheckpoint;

    ChainVerification(ChainStore store, ChainKey key, Trail trail, String chain, Optional<Checkpoint> checkpoint) {
        this.store = store;
        this.key = key;
        this.trail = trail.name();
        this.chain = chain;
        this.checkpoint = checkpoint;
        this.good = key.beginning(chain);
    }

    /** Records, one behind the other, of which none is as it was written. */
    private record Run(long first, long last, @Nullable String lastMac) {

        Run with(StoredLink link) {
            return new Run(first, link.seq(), macOf(link));
        }

        static Run of(StoredLink link) {
            return new Run(link.seq(), link.seq(), macOf(link));
        }

        private static @Nullable String macOf(StoredLink link) {
            return link.record() == null ? null : link.record().mac();
        }

        /** Whether the last one still has this MAC. */
        boolean endsWith(String mac) {
            return lastMac != null && ChainKey.same(lastMac, mac);
        }
    }

    ChainReport run() {
        // What is written from now on is not looked at: the end must not move.
        Optional<StoredLink> end = store.last(chain);
        cut = store.cut(chain);
        cut.ifPresent(this::begin);
        if (end.isPresent()) {
            walk(end.get().id());
        }
        finish(end.isPresent());
        return new ChainReport(
                trail,
                chain,
                checked,
                first,
                last,
                cut.map(Cut::at).orElse(null),
                checkpoint.map(Checkpoint::seq).orElse(null),
                checkpoint.map(Checkpoint::at).orElse(null),
                faultCount,
                List.copyOf(faults));
    }

    private void begin(Cut noted) {
        if (key.verifies(noted)) {
            good = new Head(noted.firstSeq() - 1, noted.prev());
        } else {
            tell(
                    Fault.Kind.CHANGED,
                    1,
                    noted.firstSeq(),
                    "the note of what was removed after its time is not the hub's");
        }
    }

    private void walk(String end) {
        String at = StoredLink.before(chain);
        List<StoredLink> page;
        do {
            page = store.after(chain, at, end, PAGE);
            page.forEach(this::look);
            at = page.isEmpty() ? at : page.getLast().id();
        } while (page.size() == PAGE);
    }

    private void look(StoredLink link) {
        checked++;
        long seq = link.seq();
        if (seq < 0) {
            tell(Fault.Kind.INSERTED, 0, 0, link.id(), "stands where the hub writes nothing");
            return;
        }
        first = first == 0 ? seq : first;
        last = Math.max(last, seq);
        if (checkpoint.isPresent() && checkpoint.get().seq() == seq) {
            macAtCheckpoint = Run.of(link).lastMac();
        }
        Optional<ChainRecord> whole = link.good(key);
        if (seq <= good.seq()) {
            lookAtRemains(link, whole);
            return;
        }
        lookForGap(link);
        if (whole.isPresent()) {
            accept(whole.get(), seq);
        } else if (!tellDisplaced(link)) {
            bad = bad == null ? Run.of(link) : bad.with(link);
        } else {
            settle(null);
            good = new Head(seq, "");
        }
    }

    /** What a cut that was broken off has left; the next one removes it. */
    private void lookAtRemains(StoredLink link, Optional<ChainRecord> whole) {
        if (whole.isEmpty()) {
            tell(Fault.Kind.INSERTED, link.seq(), link.seq(), link.id(), "stands before the chain's first record");
        }
    }

    private void lookForGap(StoredLink link) {
        long expected = (bad == null ? good.seq() : bad.last()) + 1;
        if (link.seq() > expected) {
            String where = first == link.seq() ? "at the front" : "before " + link.id();
            settle(null);
            tell(Fault.Kind.REMOVED, expected, link.seq() - 1, where);
            good = new Head(link.seq() - 1, "");
        }
    }

    private void accept(ChainRecord link, long seq) {
        if (bad != null) {
            settle(link.prev());
        } else if (!good.mac().isEmpty() && !ChainKey.same(link.prev(), good.mac())) {
            tell(
                    Fault.Kind.RECOMPUTED,
                    seq,
                    seq,
                    StoredLink.id(chain, seq),
                    "follows another record than the one that stands before it");
        }
        good = link.asHead();
    }

    /** A record that the hub wrote for another place. */
    private boolean tellDisplaced(StoredLink link) {
        ChainRecord record = link.record();
        if (record == null || !key.verifies(record)) {
            return false;
        }
        boolean ours = record.chain().equals(chain);
        boolean copied = !ours
                || store.find(chain, record.seq())
                        .flatMap(there -> there.good(key))
                        .isPresent();
        tell(
                copied ? Fault.Kind.INSERTED : Fault.Kind.REORDERED,
                link.seq(),
                link.seq(),
                link.id(),
                "is the record " + StoredLink.id(record.chain(), record.seq()));
        return true;
    }

    /**
     * Says what the records are that are not as they were written.
     *
     * @param prev what the next good record follows; null where that says nothing
     */
    private void settle(@Nullable String prev) {
        Run run = bad;
        if (run == null) {
            return;
        }
        bad = null;
        if (prev != null && ChainKey.same(prev, good.mac())) {
            tell(Fault.Kind.INSERTED, run.first(), run.last(), "not written by the hub");
        } else if (prev == null || run.lastMac() == null || run.endsWith(prev)) {
            tell(Fault.Kind.CHANGED, run.first(), run.last(), "not what the hub wrote there");
        } else {
            tell(Fault.Kind.RECOMPUTED, run.first(), run.last(), "written anew without the hub's key");
        }
        good = new Head(run.last(), prev == null ? "" : prev);
    }

    private void finish(boolean anything) {
        Checkpoint noted = checkpoint.orElse(null);
        if (noted == null) {
            settle(null);
            if (!anything && cut.isPresent()) {
                tell(Fault.Kind.GONE, cut.get().firstSeq(), cut.get().firstSeq(), "nothing of it is in the store");
            }
            return;
        }
        if (!anything) {
            tell(Fault.Kind.GONE, 1, noted.seq(), "nothing of it is in the store");
            return;
        }
        settleEnd(noted);
        if (noted.seq() > last) {
            tell(Fault.Kind.REMOVED, last + 1, noted.seq(), "at the end");
        }
    }

    private void settleEnd(Checkpoint noted) {
        boolean rewritten = macAtCheckpoint != null && !ChainKey.same(macAtCheckpoint, noted.mac());
        Run run = bad;
        if (rewritten && (run == null || noted.seq() < run.first())) {
            tell(Fault.Kind.RECOMPUTED, noted.seq(), noted.seq(), "another record than the one that was noted there");
        }
        if (run == null) {
            return;
        }
        if (run.first() > noted.seq()) {
            tell(Fault.Kind.INSERTED, run.first(), run.last(), "behind the last record that was noted");
        } else if (rewritten) {
            tell(Fault.Kind.RECOMPUTED, run.first(), run.last(), "written anew without the hub's key");
        } else {
            settle(null);
        }
    }

    private void tell(Fault.Kind kind, long from, long to, String detail) {
        tell(kind, from, to, StoredLink.id(chain, from), detail);
    }

    private void tell(Fault.Kind kind, long from, long to, String record, String detail) {
        faultCount++;
        if (faults.size() < MOST_FAULTS) {
            faults.add(new Fault(kind, from, to, record, detail));
        }
    }
}
