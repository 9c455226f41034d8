package io.ris.hub.identity.directory;

import io.ris.hub.platform.HubService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.text.Normalizer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The directory of users, asked within a bounded time and by a bounded number of threads: one that accepts connections and
 * says nothing holds up nobody but its own users. Thread-safe.
 */
@HubService
class UserDirectory {

    private static final int QUESTIONS = 8;
    private static final Duration WAIT_FOR_PLACE = Duration.ofSeconds(1);

    /**
     * Not names that the server would take for more than a name: patterns, parts of a filter, distinguished names. No
     * directory has a user with such a name to log in with.
     */
    private static final Pattern NAME =
            Pattern.compile("[^*()\\\\=\\p{Cntrl}\\p{Cf}\\s]+( [^*()\\\\=\\p{Cntrl}\\p{Cf}\\s]+)*");

    private final ServerRegistry registry;
    private final ThreadFactory threads;
    private final boolean enabled;
    private final Duration timeout;
    private final Semaphore places = new Semaphore(QUESTIONS, true);

    @Inject
    UserDirectory(
            ServerRegistry registry,
            ManagedThreadFactory threads,
            @ConfigProperty(name = "authentication.ldap.enabled") boolean enabled,
            @ConfigProperty(name = "authentication.ldap.timeout") Duration timeout) {
        this.registry = registry;
        this.threads = threads;
        this.enabled = enabled;
        this.timeout = timeout;
    }

    boolean isEnabled() {
        return enabled;
    }

    /** Checks a password; an empty one is never right, though a directory would let it pass (RFC 4513, section 5.1.2). */
    DirectoryAnswer check(String name, String password) {
        return isPlain(name) && !password.isEmpty()
                ? ask(() -> registry.check(name, password), new DirectoryAnswer.Silent())
                : new DirectoryAnswer.Nobody();
    }

    /** One spelling per user: a directory takes others for the same (RFC 4518), each of which could be tried anew. */
    private static boolean isPlain(String name) {
        return NAME.matcher(name).matches() && Normalizer.isNormalized(name, Normalizer.Form.NFKC);
    }

    /** Whether the directory answers. */
    boolean answers() {
        return ask(registry::answers, false);
    }

    private <T> T ask(Callable<T> question, T silence) {
        try {
            if (!places.tryAcquire(WAIT_FOR_PLACE.toMillis(), TimeUnit.MILLISECONDS)) {
                return silence;
            }
            return begin(question).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return silence;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the directory could not be asked", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return silence;
        }
    }

    /**
     * The place is free again when the question has ended, however long its sender waits for it. It has a thread of its own: who
     * asks holds one of the server's executor, and where all of these wait, none is left to answer them.
     */
    private <T> Future<T> begin(Callable<T> question) {
        FutureTask<T> asked = new FutureTask<>(() -> {
            try {
                return question.call();
            } finally {
                places.release();
            }
        });
        threads.newThread(asked).start();
        return asked;
    }
}
