package io.ris.hub.audit.chain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes one node's chain of one trail. Whoever comes while others write waits, and is then written together with all who
 * waited. Thread-safe.
 */
final class ChainWriter {

    private static final int GROUP = 500;
    private static final int MAX_WAITING = 10_000;
    private static final int TRIES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** For how long nothing is tried after a failure, so that not everybody waits for the store's silence. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String chain;
    private final Supplier<ChainStore> store;
    private final ChainKey key;
    private final Supplier<ChainStart> start;
    private final Clock clock;
    private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final ReentrantLock writing = new ReentrantLock();
    private volatile @Nullable Head head;
    private volatile boolean failing;
    private volatile Instant pausedUntil = Instant.MIN;
    private boolean uncertain;
    private List<AuditRecord> unsaid = List.of();

    /** @param start finds out how far the chain has come, when this is asked for the first time */
    ChainWriter(String chain, Supplier<ChainStore> store, ChainKey key, Supplier<ChainStart> start, Clock clock) {
        this.chain = chain;
        this.store = store;
        this.key = key;
        this.start = start;
        this.clock = clock;
    }

    private static final class Waiting {

        private final AuditRecord event;
        private final Thread thread = Thread.currentThread();
        private volatile boolean written;
        private volatile @Nullable RuntimeException failure;

        Waiting(AuditRecord event) {
            this.event = event;
        }

        void succeeded() {
            written = true;
            LockSupport.unpark(thread);
        }

        void failed(RuntimeException reason) {
            failure = reason;
            LockSupport.unpark(thread);
        }

        boolean isSettled() {
            return written || failure != null;
        }
    }

    /**
     * Appends a record; it is durable when this returns.
     *
     * @throws TrailUnavailableException if it is not known to be written; it may have been
     */
    void append(AuditRecord event) {
        if (clock.instant().isBefore(pausedUntil)) {
            throw new TrailUnavailableException("could not be written a moment ago", null);
        }
        Waiting mine = new Waiting(event);
        if (!waiting.offer(mine)) {
            throw new TrailUnavailableException("too many wait to be written", null);
        }
        await(mine);
        RuntimeException failure = mine.failure;
        if (failure != null) {
            throw new TrailUnavailableException("could not be written", failure);
        }
    }

    /**
     * Writes, or waits for who writes. Nobody needs the lock to hear that their own is written: else all who were written
     * together would have to take it in turn, and who comes next would write alone.
     */
    private void await(Waiting mine) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!mine.isSettled()) {
            if (writing.tryLock()) {
                writeUnless(mine);
            } else if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                waiting.remove(mine);
                throw new TrailUnavailableException("was not written in time", null);
            } else {
                LockSupport.parkNanos(this, PATIENCE.toNanos());
            }
        }
    }

    private void writeUnless(Waiting mine) {
        try {
            if (!mine.isSettled()) {
                writeGroup();
            }
        } finally {
            unlock();
        }
    }

    /** Whoever waits the longest writes next. */
    private void unlock() {
        writing.unlock();
        Waiting next = waiting.peek();
        if (next != null) {
            LockSupport.unpark(next.thread);
        }
    }

    /** How far the chain has come; empty before it was asked for. */
    Optional<Head> head() {
        return Optional.ofNullable(head);
    }

    /** Whether the last try to write failed. */
    boolean isFailing() {
        return failing;
    }

    /** Finds out how far the chain has come, and writes what there is to say about that. */
    void open() {
        writing.lock();
        try {
            writeGroup();
        } finally {
            unlock();
        }
    }

    private void writeGroup() {
        List<Waiting> group = new ArrayList<>();
        waiting.drainTo(group, GROUP);
        try {
            if (head == null) {
                ChainStart found = start.get();
                head = found.head();
                unsaid = found.alarms();
            }
            unsaid.stream().map(Waiting::new).forEach(group::add);
            if (uncertain) {
                adopt(group);
            }
            write(group);
            unsaid = List.of();
            failing = false;
        } catch (RuntimeException e) {
            failing = true;
            pausedUntil = clock.instant().plus(PAUSE);
            group.stream().filter(one -> !one.isSettled()).forEach(one -> one.failed(e));
        }
    }

    private void write(List<Waiting> group) {
        for (int tries = 0; ; tries++) {
            List<Waiting> left = group.stream().filter(one -> !one.isSettled()).toList();
            if (left.isEmpty()) {
                return;
            }
            Head before = current();
            List<ChainRecord> links = links(before, left);
            try {
                store.get().append(links);
                head = links.getLast().asHead();
                left.forEach(Waiting::succeeded);
            } catch (RuntimeException e) {
                adopt(group);
                if (tries == TRIES || current().equals(before)) {
                    throw e;
                }
            }
        }
    }

    private Head current() {
        Head known = head;
        if (known == null) {
            throw new IllegalStateException("not opened");
        }
        return known;
    }

    private List<ChainRecord> links(Head from, List<Waiting> events) {
        List<ChainRecord> links = new ArrayList<>(events.size());
        Head at = from;
        for (Waiting one : events) {
            ChainRecord link = key.link(at, chain, one.event);
            links.add(link);
            at = link.asHead();
        }
        return links;
    }

    /** After a write that may have been done in part: goes on from what the store really holds. */
    private void adopt(List<Waiting> group) {
        uncertain = true;
        Map<String, Waiting> byEvent = group.stream()
                .collect(Collectors.toMap(one -> one.event.eventId(), Function.identity(), (one, same) -> one));
        head = ChainStart.follow(store.get(), key, chain, current(), link -> {
            Waiting one = byEvent.get(link.event().eventId());
            if (one != null) {
                one.succeeded();
            }
        });
        uncertain = false;
    }
}
