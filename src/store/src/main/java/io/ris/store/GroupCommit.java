package io.ris.store;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets several writers share one commit: whoever comes while a commit runs waits for the next one, which then covers all
 * that have come. Thread-safe.
 */
final class GroupCommit {

    private final Runnable commit;
    private final ReentrantLock committing = new ReentrantLock();
    private final AtomicLong written = new AtomicLong();
    private long durable;

    GroupCommit(Runnable commit) {
        this.commit = commit;
    }

    /** Returns once everything that the caller has written before is durable. */
    void await() {
        long mine = written.incrementAndGet();
        committing.lock();
        try {
            if (durable >= mine) {
                return;
            }
            long upTo = written.get();
            commit.run();
            durable = upTo;
        } finally {
            committing.unlock();
        }
    }
}
