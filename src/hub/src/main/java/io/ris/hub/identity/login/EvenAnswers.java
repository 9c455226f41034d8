package io.ris.hub.identity.login;

import io.ris.hub.identity.users.Passwords;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells refusals after the same time, whether a password was looked at or not: as long as such a look takes and a bit. No thread
 * waits for it. Thread-safe.
 */
@HubService
public class EvenAnswers {

    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Passwords passwords;
    private final ManagedScheduledExecutorService executor;

    @Inject
    EvenAnswers(Passwords passwords, ManagedScheduledExecutorService executor) {
        this.passwords = passwords;
        this.executor = executor;
    }

    /** The answer, or a refusal that comes no sooner than any other. */
    public <T> CompletionStage<T> of(Supplier<T> answer) {
        long began = System.nanoTime();
        CompletableFuture<T> told = new CompletableFuture<>();
        try {
            told.complete(answer.get());
        } catch (HubException.Refused e) {
            long due = began + evenTime().toNanos();
            CompletableFuture.delayedExecutor(due - System.nanoTime(), TimeUnit.NANOSECONDS, executor)
                    .execute(() -> told.completeExceptionally(e));
        }
        return told;
    }

    private Duration evenTime() {
        Duration typical = passwords.typicalTime().multipliedBy(5).dividedBy(4);
        return typical.compareTo(LONGEST) < 0 ? typical : LONGEST;
    }
}
