package io.ris.hub.alerts.life;

import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.alerts.observing.Finding;
import io.ris.hub.alerts.observing.Subject;
import io.ris.hub.alerts.rules.Rule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it is stored.
 *
 * @param value the figure that shows it, some minutes old at the most
 * @param summary the same in words
 * @param pendingSince from when the condition holds
 * @param firedAt null while it is pending
 * @param clearSince since when the condition does not hold; null while it does
 * @param acknowledged who took it on; null while nobody has
 * @param resolvedAt null while it is open
 * @param resolution why it is over; null while it is open
 * @param resolvedBy who said that it is over; null where nobody did
 * @param updatedAt when its figure was noted last
 * @param revision raised with every step
 */
public record Alert(
        String id,
        Cause cause,
        Subject subject,
        AlertState state,
        double value,
        String summary,
        Instant pendingSince,
        @Nullable Instant firedAt,
        @Nullable Instant clearSince,
        @Nullable Handling acknowledged,
        @Nullable Instant resolvedAt,
        @Nullable Resolution resolution,
        @Nullable Handling resolvedBy,
        Telling told,
        Instant updatedAt,
        long revision) {

    /** What there is one alert for at a time. */
    static String key(String ruleId, Subject subject) {
        return ruleId + "/" + subject.key();
    }

    String key() {
        return key(cause.ruleId(), subject);
    }

    /** Whether it fires, taken on or not. */
    public boolean isFiring() {
        return state == AlertState.FIRING || state == AlertState.ACKNOWLEDGED;
    }

    /** One whose condition holds. */
    static Alert pending(Rule rule, Finding finding, Instant since, Instant now) {
        return new Alert(
                UuidCreator.getTimeOrderedEpoch().toString(),
                Cause.of(rule),
                finding.subject(),
                AlertState.PENDING,
                finding.value(),
                finding.text(),
                since,
                null,
                null,
                null,
                null,
                null,
                null,
                Telling.NOTHING,
                now,
                0);
    }

    /** It holds long enough. */
    Alert fired(Finding finding, Instant now) {
        return next(AlertState.FIRING, finding.value(), finding.text(), now, null, told, now);
    }

    /** It still holds, or holds again, with this figure. */
    Alert holding(Finding finding, Instant now) {
        return next(state, finding.value(), finding.text(), firedAt, null, told, now);
    }

    /** It holds no more. */
    Alert clear(Instant now) {
        return next(state, value, summary, firedAt, now, told, updatedAt);
    }

    /** Another revision that differs in what is told alone. */
    Alert told(Telling telling) {
        return next(state, value, summary, firedAt, clearSince, telling, updatedAt);
    }

    /** The same revision, before it is stored. */
    Alert with(Telling telling) {
        return new Alert(
                id,
                cause,
                subject,
                state,
                value,
                summary,
                pendingSince,
                firedAt,
                clearSince,
                acknowledged,
                resolvedAt,
                resolution,
                resolvedBy,
                telling,
                updatedAt,
                revision);
    }

    private Alert next(
            AlertState next,
            double figure,
            String text,
            @Nullable Instant fired,
            @Nullable Instant clear,
            Telling telling,
            Instant noted) {
        return new Alert(
                id,
                cause,
                subject,
                next,
                figure,
                text,
                pendingSince,
                fired,
                clear,
                acknowledged,
                resolvedAt,
                resolution,
                resolvedBy,
                telling,
                noted,
                revision + 1);
    }

    /** Somebody takes it on. */
    Alert acknowledged(Handling by) {
        return new Alert(
                id,
                cause,
                subject,
                AlertState.ACKNOWLEDGED,
                value,
                summary,
                pendingSince,
                firedAt,
                clearSince,
                by,
                null,
                null,
                null,
                told.withAcknowledged(),
                updatedAt,
                revision + 1);
    }

    /** It is over; {@link #clearSince} begins anew where somebody only said so. */
    Alert resolved(Resolution how, @Nullable Handling by, Instant now) {
        return new Alert(
                id,
                cause,
                subject,
                AlertState.RESOLVED,
                value,
                summary,
                pendingSince,
                firedAt,
                by == null ? clearSince : null,
                acknowledged,
                now,
                how,
                by,
                told.withEnd(),
                updatedAt,
                revision + 1);
    }

    @Override
    public String toString() {
        return "Alert[" + id + " " + state.wireName() + "]";
    }
}
