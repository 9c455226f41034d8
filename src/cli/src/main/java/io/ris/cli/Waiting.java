package io.ris.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Waits for the first of several things; which of them it was, the caller asks them. */
public final class Waiting {

    private Waiting() {}

    /** Without a bound. */
    public static void forFirst(CompletableFuture<?>... events) {
        CompletableFuture.anyOf(events).handle((value, failure) -> value).join();
    }

    /** @param bound the longest wait, after which none of them need have happened */
    public static void forFirst(Duration bound, CompletableFuture<?>... events) {
        CompletableFuture.anyOf(events)
                .completeOnTimeout(null, bound.toMillis(), TimeUnit.MILLISECONDS)
                .handle((value, failure) -> value)
                .join();
    }
}
