package io.ris.hub.alerts.life;

import io.ris.hub.alerts.observing.Finding;
import io.ris.hub.alerts.rules.Rule;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.platform.persistence.Page;
import io.ris.hub.platform.persistence.PageRequest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The alerts of the tenant in scope: what is seen changes them, and what people say. Thread-safe. */
@HubService
public class AlertService {

    private static final int TRIES = 5;

    private final AlertRepository alerts;
    private final AlertTeller teller;
    private final AlertMetrics metrics;
    private final Clock clock;

    @Inject
    AlertService(AlertRepository alerts, AlertTeller teller, AlertMetrics metrics, Clock clock) {
        this.alerts = alerts;
        this.teller = teller;
        this.metrics = metrics;
        this.clock = clock;
    }

    public Page<Alert> page(AlertFilter filter, PageRequest request) {
        return alerts.page(filter, request);
    }

    /** @throws HubException.Conflict if there is none in this tenant */
    public Alert require(String id) {
        return alerts.find(id).orElseThrow(AlertService::notFound);
    }

    /** Every open one, and those that are over and that nobody wants to hear of again as long as their condition holds. */
    public List<Alert> watched() {
        return alerts.watched();
    }

    /**
     * A rule's condition holds.
     *
     * @param isSilenced whether nothing is to be told
     */
    public void holds(Rule rule, Finding finding, Optional<Alert> present, boolean isSilenced, Instant now) {
        take(new AlertLife(rule, now).holds(finding, present), present, isSilenced, rule.repeatEvery());
    }

    /** A rule's condition does not hold, or nothing is known of it. */
    public void holdsNot(Rule rule, Alert alert, boolean isKnown, boolean isSilenced, Instant now) {
        take(new AlertLife(rule, now).holdsNot(alert, isKnown), Optional.of(alert), isSilenced, rule.repeatEvery());
    }

    /** Where another node, or a person, has changed it meanwhile, the next round goes on from there. */
    private void take(Step step, Optional<Alert> present, boolean isSilenced, @Nullable Duration repeatEvery) {
        switch (step) {
            case Step.None none -> present.ifPresent(alert -> tellMore(alert, isSilenced, repeatEvery));
            case Step.Begin begin -> {
                Alert alert = begin.alert().with(teller.decide(begin.alert(), isSilenced, repeatEvery));
                settleIf(alerts.insert(alert), alert, AlertState.PENDING);
            }
            case Step.Change change -> {
                Alert alert = change.alert().with(teller.decide(change.alert(), isSilenced, repeatEvery));
                settleIf(alerts.replace(alert), alert, present.map(Alert::state).orElseThrow());
            }
            case Step.Forget forget -> present.ifPresent(alerts::forget);
        }
    }

    private void settleIf(boolean taken, Alert alert, AlertState before) {
        if (taken) {
            metrics.stepped(alert, before);
            settle(alert);
        }
    }

    /** A silence is over, or it is time to tell it again; or a kill came before what was due. */
    private void tellMore(Alert alert, boolean isSilenced, @Nullable Duration repeatEvery) {
        Telling more = teller.decide(alert, isSilenced, repeatEvery);
        if (more.equals(alert.told())) {
            settle(alert);
        } else {
            Alert told = alert.told(more);
            settleIf(alerts.replace(told), told, alert.state());
        }
    }

    /** Nobody watches for it any more: it is over if it fires, and else as if it had never been. */
    public void ruleGone(Alert alert) {
        Alert last = alert.isFiring() ? alert.resolved(Resolution.RULE_GONE, null, clock.instant()) : alert;
        if (alert.isFiring()) {
            settleIf(alerts.replace(last), last, alert.state());
        } else {
            settle(alert);
            alerts.findWatched(alert.id()).ifPresent(alerts::forget);
        }
    }

    /** Does what is due: tells it, and puts away what is over. One that a person ended is watched on until its condition is. */
    private void settle(Alert alert) {
        if (alert.told().due().isEmpty()) {
            return;
        }
        teller.announce(alert);
        Alert settled = alert.told(alert.told().settled());
        if (alert.state() == AlertState.RESOLVED) {
            alerts.keep(settled);
        }
        if (alert.state() == AlertState.RESOLVED && alert.resolution() != Resolution.MANUAL) {
            alerts.forget(alert);
        } else {
            alerts.replace(settled);
        }
    }

    /** @throws HubException.Conflict if there is none, or it does not fire, or somebody has taken it on */
    public Alert acknowledge(String id, String by, @Nullable String note) {
        Handling handling = new Handling(by, clock.instant(), note);
        Alert taken = change(id, alert -> {
            if (alert.state() != AlertState.FIRING) {
                throw isNot(alert, "acknowledged");
            }
            return alert.acknowledged(handling);
        });
        settle(taken);
        return taken;
    }

    /** @throws HubException.Conflict if there is none, or it does not fire */
    public Alert resolve(String id, String by, @Nullable String note) {
        Handling handling = new Handling(by, clock.instant(), note);
        Alert resolved = change(id, alert -> {
            if (!alert.isFiring()) {
                throw isNot(alert, "resolved");
            }
            return alert.resolved(Resolution.MANUAL, handling, handling.at());
        });
        metrics.stepped(resolved, AlertState.FIRING);
        settle(resolved);
        return resolved;
    }

    /** What is seen meanwhile may change it too. */
    private Alert change(String id, UnaryOperator<Alert> change) {
        for (int i = 0; i < TRIES; i++) {
            Alert present = alerts.find(id).orElseThrow(AlertService::notFound);
            Alert next = change.apply(present);
            if (alerts.replace(next)) {
                return next;
            }
        }
        throw new HubException.Conflict(ProblemType.STALE, "it was changed at the same moment; try again");
    }

    /** Removes what was over before a time. */
    public void prune(Instant before) {
        alerts.prune(before);
    }

    private static HubException.Conflict isNot(Alert alert, String what) {
        return new HubException.Conflict(
                ProblemType.CONFLICT, "an alert that is " + alert.state().wireName() + " cannot be " + what);
    }

    private static HubException.Conflict notFound() {
        return new HubException.Conflict(ProblemType.NOT_FOUND, "there is no such alert");
    }
}
