package io.ris.hub.alerts.observing;

import io.ris.hub.alerts.rules.Condition.RequestErrorRate;
import io.ris.hub.alerts.rules.Condition.ResponseTime;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.web.AnswerMeter;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/** Looks how the hub itself does. Of few requests nothing is said. */
@HubService
class RequestObserver {

    private static final double ALMOST_ALL = 0.95;

    private final RequestFigures figures;

    @Inject
    RequestObserver(RequestFigures figures) {
        this.figures = figures;
    }

    Observation observe(RequestErrorRate condition, TenantSight sight) {
        AnswerMeter.Reading reading = figures.ofAllNodes(sight.now());
        double percent = reading.answers() == 0 ? 0 : 100.0 * reading.faults() / reading.answers();
        boolean holds = reading.answers() >= condition.least() && percent > condition.percent();
        String text = "the hub failed " + Figures.text(percent) + " % of " + reading.answers() + " requests";
        return Observation.of(holds ? List.of(new Finding(Subject.HUB, percent, text, null)) : List.of());
    }

    Observation observe(ResponseTime condition, TenantSight sight) {
        AnswerMeter.Reading reading = figures.ofAllNodes(sight.now());
        Duration time = reading.times().quantile(ALMOST_ALL).orElse(Duration.ZERO);
        boolean holds = reading.times().total() >= condition.least() && time.compareTo(condition.threshold()) > 0;
        String text = "5 % of " + reading.times().total() + " requests took longer than " + time.toMillis() + " ms";
        return Observation.of(holds ? List.of(new Finding(Subject.HUB, time.toMillis(), text, null)) : List.of());
    }
}
