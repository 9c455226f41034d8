package io.ris.cli.hub;

import io.ris.cli.Backoff;
import io.ris.cli.RefusedException;
import io.ris.cli.Waiting;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How long a command bears with a hub that restarts, or that has had too many requests. Not thread-safe. */
public final class Patience {

    private static final Duration NO_WAIT = Duration.ZERO;
    private static final Duration RATE_LIMITED = Duration.ofMinutes(2);
    private static final Duration HURRIED = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final @Nullable Duration answer;
    private final Duration limited;
    private final Duration away;
    private final Clock clock;
    private final BooleanSupplier hurry;
    private final Consumer<String> note;
    private boolean met;

    private Patience(
            @Nullable Duration answer,
            Duration limited,
            Duration away,
            Clock clock,
            BooleanSupplier hurry,
            Consumer<String> note) {
        this.answer = answer;
        this.limited = limited;
        this.away = away;
        this.clock = clock;
        this.hurry = hurry;
        this.note = note;
    }

    /** None at all; an answer may take as long as it takes. */
    static Patience none() {
        return new Patience(null, NO_WAIT, NO_WAIT, Clock.systemUTC(), () -> false, line -> {});
    }

    /** Waits where there were too many requests, but for no hub that is away. */
    public static Patience forLimits(Clock clock, Consumer<String> note) {
        return new Patience(ANSWER, RATE_LIMITED, NO_WAIT, clock, () -> false, note);
    }

    /**
     * Waits for a hub that is away, too, if it was there before.
     *
     * @param away how long
     * @param hurry whether the user wants an end by now
     * @param note is told when the wait begins, and when it is over
     */
    public static Patience of(Duration away, Clock clock, BooleanSupplier hurry, Consumer<String> note) {
        return new Patience(ANSWER, RATE_LIMITED, away, clock, hurry, note);
    }

    /** What is asked of the hub; it must do no harm when asked again. */
    interface Question<T> {
        T ask() throws RefusedException;
    }

    /** How long one answer may take to begin. */
    Optional<Duration> answer() {
        return Optional.ofNullable(answer);
    }

    <T> T ask(Question<T> question) throws RefusedException {
        Instant since = clock.instant();
        Backoff backoff = new Backoff(FIRST, LONGEST);
        boolean told = false;
        while (true) {
            try {
                T found = question.ask();
                met = true;
                if (told) {
                    note.accept("the hub is back");
                }
                return found;
            } catch (TryLaterException e) {
                met |= !isAbsent(e);
                if (!met || isOver(e, since)) {
                    throw e;
                }
                if (e instanceof HubAwayException && !told) {
                    note.accept(e.getMessage() + "; trying again");
                    told = true;
                }
                Waiting.forFirst(e.retryAfter().orElseGet(backoff::next));
            }
        }
    }

    private static boolean isAbsent(TryLaterException why) {
        return why.getCause() instanceof ConnectException;
    }

    private boolean isOver(TryLaterException why, Instant since) {
        Duration bound =
                switch (why) {
                    case HubAwayException gone -> away;
                    case RateLimitedException tooMany -> limited;
                };
        Duration bearable = hurry.getAsBoolean() && bound.compareTo(HURRIED) > 0 ? HURRIED : bound;
        return Duration.between(since, clock.instant()).compareTo(bearable) >= 0;
    }
}
