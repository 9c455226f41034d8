package io.ris.hub.webhooks.deliveries;

import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What follows an attempt: delivered with any 2xx, tried again with all else, as often as may be. Thread-safe. */
@HubService
class RetrySchedule {

    static final String USED_UP = "attempts_used_up";
    static final String GONE = "gone";

    private static final int STATUS_GONE = 410;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final long AGES = 999_999_999;

    /** What HTTP dates look like, and have looked like: of RFC 1123, of RFC 850, of asctime. */
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss z", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC));

    private final int mostAttempts;
    private final Duration firstDelay;
    private final Duration longestDelay;

    @Inject
    RetrySchedule(
            @ConfigProperty(name = "webhooks.max_attempts") int mostAttempts,
            @ConfigProperty(name = "webhooks.initial_delay") Duration firstDelay,
            @ConfigProperty(name = "webhooks.max_delay") Duration longestDelay) {
        this.mostAttempts = mostAttempts;
        this.firstDelay = firstDelay;
        this.longestDelay = longestDelay;
    }

    /** What follows. */
    sealed interface Next {

        /** Nothing: the receiver has it. */
        record Delivered() implements Next {}

        /** Another attempt. */
        record Again(Instant at) implements Next {}

        /**
         * Nothing any more.
         *
         * @param isUnwanted whether the receiver wants nothing more at all
         */
        record Dead(String reason, boolean isUnwanted) implements Next {}
    }

    /**
     * Judges an attempt.
     *
     * @param tries attempts so far, this one among them
     * @param now when it ended
     */
    Next judge(Outcome outcome, int tries, Instant now) {
        return switch (outcome) {
            case Outcome.Answered answer when answer.status() / 100 == 2 -> new Next.Delivered();
            case Outcome.Answered answer when answer.status() == STATUS_GONE -> new Next.Dead(GONE, true);
            case Outcome.Answered answer -> again(tries, now, asked(answer, now));
            case Outcome.Unanswered none -> again(tries, now, Duration.ZERO);
        };
    }

    private Next again(int tries, Instant now, Duration asked) {
        if (tries >= mostAttempts) {
            return new Next.Dead(USED_UP, false);
        }
        Duration own = delay(tries);
        return new Next.Again(now.plus(asked.compareTo(own) > 0 ? asked : own));
    }

    /** Between half and the whole of the bound, which doubles each time. */
    private Duration delay(int tries) {
        long bound = Math.min(longestDelay.toMillis(), firstDelay.toMillis() << (tries - 1));
        return Duration.ofMillis(bound / 2 + ThreadLocalRandom.current().nextLong(bound / 2 + 1));
    }

    /** How long the receiver asks to be left alone (RFC 9110, section 10.2.3), and is. */
    private Duration asked(Outcome.Answered answer, Instant now) {
        boolean counts = answer.status() == TOO_MANY || answer.status() == UNAVAILABLE;
        Duration asked = counts ? wait(answer.retryAfter().strip(), now).orElse(Duration.ZERO) : Duration.ZERO;
        return asked.compareTo(longestDelay) > 0 ? longestDelay : asked;
    }

    /** Seconds, or a date in any of the three forms of RFC 9110, section 5.6.7; what cannot be read asks for nothing. */
    private static Optional<Duration> wait(String header, Instant now) {
        if (header.matches("\\d+")) {
            return Optional.of(Duration.ofSeconds(header.length() > 9 ? AGES : Long.parseLong(header)));
        }
        return DATES.stream()
                .flatMap(form -> date(header, form).stream())
                .findFirst()
                .map(until -> Duration.between(now, until));
    }

    private static Optional<Instant> date(String header, DateTimeFormatter form) {
        try {
            return Optional.of(form.parse(header.replaceAll(" +", " "), Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
