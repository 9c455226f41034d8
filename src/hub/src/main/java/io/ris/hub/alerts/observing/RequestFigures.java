package io.ris.hub.alerts.observing;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import io.ris.hub.platform.cluster.HubNode;
import io.ris.hub.platform.web.AnswerMeter;
import io.ris.hub.platform.web.LatencyHistogram;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the hub was asked over REST in the last five minutes: each node tells its own figures every ten seconds. A node that does
 * so no more is left out. Thread-safe.
 */
@HubService
class RequestFigures {

    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final Duration TURN = Duration.ofSeconds(10);
    private static final Duration FRESH = TURN.multipliedBy(4);

    private final AnswerMeter meter;
    private final RequestFigureRepository figures;
    private final HubNode node;
    private final RepeatedWork repeated;
    private final Clock clock;

    /** Readings of this node from before the window to now. */
    private final Deque<TakenReading> readings = new ArrayDeque<>();

    private record TakenReading(Instant at, AnswerMeter.Reading reading) {}

    @Inject
    RequestFigures(
            AnswerMeter meter, RequestFigureRepository figures, HubNode node, RepeatedWork repeated, Clock clock) {
        this.meter = meter;
        this.figures = figures;
        this.node = node;
        this.repeated = repeated;
        this.clock = clock;
    }

    void begin(@Observes @Priority(StartupOrder.WORK) Startup startup) {
        repeated.every(TURN, "telling how requests are answered", this::tell);
    }

    synchronized void tell() {
        Instant now = clock.instant();
        AnswerMeter.Reading present = meter.read();
        readings.addLast(new TakenReading(now, present));
        while (readings.size() > 1 && !readings.getFirst().at().isAfter(now.minus(WINDOW.plus(TURN)))) {
            readings.removeFirst();
        }
        figures.put(node.id(), now, present.since(readings.getFirst().reading()));
        figures.prune(now.minus(Duration.ofDays(1)));
    }

    /** What all nodes were asked. */
    AnswerMeter.Reading ofAllNodes(Instant now) {
        return figures.since(now.minus(FRESH)).stream()
                .reduce(AnswerMeter.Reading::plus)
                .orElse(new AnswerMeter.Reading(0, 0, LatencyHistogram.EMPTY));
    }
}
