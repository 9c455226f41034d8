package io.ris.hub.alerts;

import io.ris.hub.alerts.life.AlertService;
import io.ris.hub.alerts.silences.SilenceService;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.cluster.TenantDuty;
import io.ris.hub.platform.settings.SettingsChanged;
import io.ris.hub.tenancy.TenantRounds;
import io.ris.settings.AlertSettings;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Has the rules of each tenant looked at every few seconds, by one node. */
@HubService
class AlertRounds {

    private static final Duration PRUNE = Duration.ofHours(1);

    private final AlertEvaluation evaluation;
    private final AlertService alerts;
    private final SilenceService silences;
    private final TenantDuty duty;
    private final TenantRounds rounds;
    private final RepeatedWork repeated;
    private final Clock clock;
    private final Duration interval;
    private final Duration retention;
    private volatile boolean enabled;

    @Inject
    AlertRounds(
            AlertEvaluation evaluation,
            AlertService alerts,
            SilenceService silences,
            TenantDuty duty,
            TenantRounds rounds,
            RepeatedWork repeated,
            Clock clock,
            @ConfigProperty(name = "monitoring.alerting.enabled") boolean enabled,
            @ConfigProperty(name = "monitoring.alerting.interval") Duration interval,
            @ConfigProperty(name = "monitoring.alerting.retention") Duration retention) {
        this.evaluation = evaluation;
        this.alerts = alerts;
        this.silences = silences;
        this.duty = duty;
        this.rounds = rounds;
        this.repeated = repeated;
        this.clock = clock;
        this.enabled = enabled;
        this.interval = interval;
        this.retention = retention;
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        repeated.every(interval, "evaluating alerts", () -> rounds.forAll("evaluating alerts", this::evaluate));
        repeated.every(PRUNE, "removing old alerts", () -> rounds.forAll("removing old alerts", tenant -> prune()));
    }

    void change(@Observes SettingsChanged changed) {
        enabled = changed.settings().get(AlertSettings.ENABLED);
    }

    private void evaluate(TenantCode tenant) {
        if (enabled && duty.isMine(tenant)) {
            evaluation.evaluate();
        }
    }

    private void prune() {
        Instant before = clock.instant().minus(retention);
        alerts.prune(before);
        silences.prune(before);
    }
}
