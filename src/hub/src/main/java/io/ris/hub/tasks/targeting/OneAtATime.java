package io.ris.hub.tasks.targeting;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

/**
 * Has work done that is asked for by key: each key's by one thread at a time, and once more where it was asked for meanwhile. What
 * ends with an exception, or is not taken by the executor, can be asked for again. Thread-safe.
 */
final class OneAtATime<K> {

    private final Executor executor;
    private final Predicate<K> work;

    /** The keys that are worked on, each with how often that was asked for since it began. */
    private final Map<K, Integer> asked = new ConcurrentHashMap<>();

    /** @param work a step; true if another one is to follow at once */
    OneAtATime(Executor executor, Predicate<K> work) {
        this.executor = executor;
        this.work = work;
    }

    /** @throws RejectedExecutionException if there is no thread for it now */
    void ask(K key) {
        if (asked.merge(key, 1, Integer::sum) > 1) {
            return;
        }
        boolean taken = false;
        try {
            executor.execute(() -> workOn(key));
            taken = true;
        } finally {
            if (!taken) {
                asked.remove(key);
            }
        }
    }

    /** Until nobody has asked again meanwhile. */
    private void workOn(K key) {
        boolean done = false;
        try {
            while (!done) {
                int seen = asked.getOrDefault(key, 0);
                boolean again = work.test(key);
                done = !again && asked.remove(key, seen);
            }
        } finally {
            if (!done) {
                asked.remove(key);
            }
        }
    }
}
