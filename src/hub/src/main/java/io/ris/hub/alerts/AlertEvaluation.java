package io.ris.hub.alerts;

import io.ris.hub.alerts.life.Alert;
import io.ris.hub.alerts.life.AlertMetrics;
import io.ris.hub.alerts.life.AlertService;
import io.ris.hub.alerts.observing.Finding;
import io.ris.hub.alerts.observing.Observation;
import io.ris.hub.alerts.observing.Observers;
import io.ris.hub.alerts.observing.Subject;
import io.ris.hub.alerts.observing.TenantSight;
import io.ris.hub.alerts.rules.Rule;
import io.ris.hub.alerts.rules.RuleService;
import io.ris.hub.alerts.silences.Quiet;
import io.ris.hub.alerts.silences.SilenceService;
import io.ris.hub.platform.HubService;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Looks at all rules of the tenant in scope once, and draws the consequences. All that it needs to know is in the store. */
@HubService
class AlertEvaluation {

    private static final System.Logger LOG = System.getLogger(AlertEvaluation.class.getName());

    private final RuleService rules;
    private final Observers observers;
    private final AlertService alerts;
    private final SilenceService silences;
    private final AlertMetrics metrics;
    private final Flood flood;

    @Inject
    AlertEvaluation(
            RuleService rules,
            Observers observers,
            AlertService alerts,
            SilenceService silences,
            AlertMetrics metrics,
            @ConfigProperty(name = "monitoring.alerting.max_alerts_per_rule") int mostOfARule) {
        this.rules = rules;
        this.observers = observers;
        this.alerts = alerts;
        this.silences = silences;
        this.metrics = metrics;
        this.flood = new Flood(mostOfARule);
    }

    void evaluate() {
        long begun = System.nanoTime();
        TenantSight sight = observers.sight();
        Map<String, List<Alert>> watched = alerts.watched().stream()
                .collect(Collectors.groupingBy(alert -> alert.cause().ruleId()));
        Quiet quiet = silences.quiet();
        for (Rule rule : rules.all()) {
            List<Alert> present = watched.getOrDefault(rule.id(), List.of());
            if (rule.enabled()) {
                evaluate(rule, present, sight, quiet);
                watched.remove(rule.id());
            }
        }
        watched.values().forEach(orphans -> orphans.forEach(alerts::ruleGone));
        metrics.evaluated(Duration.ofNanos(System.nanoTime() - begun));
    }

    /** What goes wrong with one rule keeps no other one from being looked at. */
    private void evaluate(Rule rule, List<Alert> present, TenantSight sight, Quiet quiet) {
        try {
            look(rule, present, sight, quiet);
        } catch (RuntimeException e) {
            metrics.failed();
            LOG.log(System.Logger.Level.WARNING, "rule {0} is looked at again with the next round: {1}", rule.id(), e);
            LOG.log(System.Logger.Level.DEBUG, "a rule", e);
        }
    }

    private void look(Rule rule, List<Alert> present, TenantSight sight, Quiet quiet) {
        Map<String, Alert> left = new HashMap<>(present.stream()
                .collect(Collectors.toMap(alert -> alert.subject().key(), Function.identity())));
        Predicate<Subject> silenced = subject -> quiet.covers(rule.id(), subject.agentId(), sight::labelsOf);
        Observation seen = flood.bounded(observers.observe(rule.condition(), sight), Set.copyOf(left.keySet()));
        for (Finding finding : seen.holding()) {
            Subject subject = finding.subject();
            Optional<Alert> alert = Optional.ofNullable(left.remove(subject.key()));
            alerts.holds(rule, finding, alert, silenced.test(subject), sight.now());
        }
        for (Alert alert : left.values()) {
            Subject subject = alert.subject();
            if (sight.isAbout(rule.condition(), subject)) {
                alerts.holdsNot(rule, alert, seen.isKnown().test(subject), silenced.test(subject), sight.now());
            } else {
                alerts.ruleGone(alert);
            }
        }
    }
}
