package io.ris.agent.telemetry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks what may hang, in a thread beside, and waits so long and no longer. While an answer is out it does not ask again. What keeps
 * it from answering is logged when it begins and when that changes, not at every turn. For one thread.
 */
final class Patience<T> {

    private static final Logger LOG = System.getLogger(Patience.class.getName());

    private final String what;
    private final Duration limit;
    private final Callable<T> question;
    private @Nullable Thread thread;
    private @Nullable FutureTask<T> answer;
    private String trouble = "";

    /** @param what is asked for, for the log and the thread's name */
    Patience(String what, Duration limit, Callable<T> question) {
        this.what = what;
        this.limit = limit;
        this.question = question;
    }

    /** Asks, unless the last question is still open. */
    void begin() {
        answer = null;
        if (thread != null && thread.isAlive()) {
            return;
        }
        FutureTask<T> asked = new FutureTask<>(question);
        answer = asked;
        thread = new Thread(asked, what);
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits for the answer, which may be none. */
    Optional<T> end() throws InterruptedException {
        if (answer == null) {
            return Optional.empty();
        }
        try {
            T found = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            note("");
            return Optional.of(found);
        } catch (TimeoutException e) {
            answer.cancel(true);
            note("no answer within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            failed(e.getCause());
        }
        return Optional.empty();
    }

    private void failed(@Nullable Throwable why) {
        if (why instanceof RuntimeException || why instanceof Error) {
            LOG.log(Level.ERROR, "reports go without " + what, why);
        } else {
            note(String.valueOf(why));
        }
    }

    private void note(String now) {
        if (!now.equals(trouble)) {
            LOG.log(Level.INFO, now.isEmpty() ? "reports tell of {0} again" : "reports go without {0}: {1}", what, now);
            trouble = now;
        }
    }
}
