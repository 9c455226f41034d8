package io.ris.hub.alerts.life;

import io.ris.hub.alerts.observing.Finding;
import io.ris.hub.alerts.rules.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows from how things stand for one subject of one rule. A condition that flickers neither raises an alert, as long as it
 * does not hold for {@link Rule#fireAfter()}, nor ends one, as long as it holds again within {@link Rule#resolveAfter()}. Where nothing
 * is known of a subject its alert stays as it is for a while. Pure.
 *
 * @param now when it was looked
 */
record AlertLife(Rule rule, Instant now) {

    /** How long nothing may be known of a subject before its alert ends. */
    static final Duration UNKNOWN = Duration.ofMinutes(5);

    /** How old the figure of an alert may become: it is not worth a write each time. */
    static final Duration FIGURE_AGE = Duration.ofMinutes(1);

    /** The condition holds. */
    Step holds(Finding finding, Optional<Alert> present) {
        if (present.isEmpty()) {
            return begin(finding);
        }
        Alert alert = present.get();
        return switch (alert.state()) {
            case PENDING -> pending(alert, finding);
            case FIRING, ACKNOWLEDGED -> firing(alert, finding);
            case RESOLVED -> // whoever said that it is over knows that it holds
                alert.clearSince() == null || isToBePutAway(alert)
                        ? new Step.None()
                        : new Step.Change(alert.holding(finding, now));
        };
    }

    /** A kill came between its end and what is told of it. */
    private static boolean isToBePutAway(Alert resolved) {
        return !resolved.told().due().isEmpty();
    }

    private Step begin(Finding finding) {
        Instant since = finding.since() == null ? now : finding.since();
        Alert alert = Alert.pending(rule, finding, since.isAfter(now) ? now : since, now);
        return new Step.Begin(isLongEnough(since) ? alert.fired(finding, now) : alert);
    }

    private Step pending(Alert alert, Finding finding) {
        Instant since = finding.since() == null ? alert.pendingSince() : finding.since();
        if (isLongEnough(since)) {
            return new Step.Change(alert.fired(finding, now));
        }
        return alert.clearSince() == null ? new Step.None() : new Step.Change(alert.holding(finding, now));
    }

    private boolean isLongEnough(Instant since) {
        return !now.isBefore(since.plus(rule.fireAfter()));
    }

    private Step firing(Alert alert, Finding finding) {
        boolean isOld = alert.value() != finding.value() && has(FIGURE_AGE, alert.updatedAt());
        return alert.clearSince() != null || isOld ? new Step.Change(alert.holding(finding, now)) : new Step.None();
    }

    /**
     * The condition does not hold.
     *
     * @param isKnown whether that is known; else nothing is
     */
    Step holdsNot(Alert alert, boolean isKnown) {
        return switch (alert.state()) {
            case PENDING -> isKnown ? new Step.Forget() : forgetLater(alert, UNKNOWN);
            case FIRING, ACKNOWLEDGED -> resolveLater(alert, isKnown);
            case RESOLVED -> isToBePutAway(alert) ? new Step.None() : forgetLater(alert, grace(isKnown));
        };
    }

    private Step forgetLater(Alert alert, Duration grace) {
        if (isOver(alert.clearSince(), grace)) {
            return new Step.Forget();
        }
        return alert.clearSince() == null ? new Step.Change(alert.clear(now)) : new Step.None();
    }

    private Step resolveLater(Alert alert, boolean isKnown) {
        if (isOver(alert.clearSince(), grace(isKnown))) {
            return new Step.Change(alert.resolved(isKnown ? Resolution.CONDITION : Resolution.NO_DATA, null, now));
        }
        return alert.clearSince() == null ? new Step.Change(alert.clear(now)) : new Step.None();
    }

    private Duration grace(boolean isKnown) {
        return isKnown || rule.resolveAfter().compareTo(UNKNOWN) > 0 ? rule.resolveAfter() : UNKNOWN;
    }

    /** At the first look, too, where there is no grace. */
    private boolean isOver(@Nullable Instant clearSince, Duration grace) {
        return grace.isZero() || (clearSince != null && has(grace, clearSince));
    }

    private boolean has(Duration time, Instant since) {
        return !now.isBefore(since.plus(time));
    }
}
