package io.ris.hub.alerts.observing;

import io.ris.hub.alerts.rules.Condition.NoData;
import io.ris.hub.fleet.AgentDeleted;
import io.ris.hub.fleet.AgentKey;
import io.ris.hub.fleet.Dismissal;
import io.ris.hub.monitoring.AgentMetrics;
import io.ris.hub.platform.HubService;
import io.ris.hub.platform.TenantScope;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Notices who reports no more. That is remembered over restarts; while the hub has only just started, and nobody can have
 * reported to it yet, nobody is missed who was not missed before. Who is away for a day is forgotten.
 */
@HubService
class ReporterObserver {

    private static final Duration FIRST_REPORTS = Duration.ofMinutes(2);
    private static final Duration MEMORY = Duration.ofDays(1);

    /** How long one that was deleted may still seem to report: every node knows within seconds, and is told for two minutes. */
    private static final Duration LAST_REPORTS = Duration.ofMinutes(5);

    private final ReporterRepository reporters;
    private final Clock clock;
    private final Instant begun;
    private final Map<AgentKey, Instant> deletions = new ConcurrentHashMap<>();

    @Inject
    ReporterObserver(ReporterRepository reporters, Clock clock) {
        this.reporters = reporters;
        this.clock = clock;
        this.begun = clock.instant();
    }

    void forget(@Observes AgentDeleted deleted) {
        TenantScope.run(
                deleted.agent().tenant(),
                () -> reporters.remove(List.of(deleted.agent().agentId().value())));
    }

    /** Fired on every node, more than once. */
    void leave(@Observes Dismissal dismissal) {
        if (dismissal.reason().equals(Dismissal.DELETED)) {
            deletions.putIfAbsent(dismissal.agent(), clock.instant());
        }
    }

    /** Those of the tenant in scope that may still seem to report. */
    private Set<String> deleted(Instant now) {
        deletions.values().removeIf(at -> at.isBefore(now.minus(LAST_REPORTS)));
        return deletions.keySet().stream()
                .filter(agent -> agent.tenant().equals(TenantScope.require()))
                .map(agent -> agent.agentId().value())
                .collect(Collectors.toSet());
    }

    Observation observe(NoData condition, TenantSight sight) {
        Map<String, AgentMetrics> present = sight.metrics().stream()
                .collect(Collectors.toMap(AgentMetrics::agentId, Function.identity(), (one, other) -> other));
        List<Finding> holding = missing(present, sight.now()).stream()
                .filter(reporter -> sight.isIn(condition.scope(), reporter.agentId()))
                .map(ReporterObserver::finding)
                .toList();
        Set<String> reporting = present.values().stream()
                .map(report ->
                        Subject.agent(report.agentId(), report.hostname()).key())
                .collect(Collectors.toSet());
        return isSettled(sight.now())
                ? Observation.of(holding)
                : new Observation(holding, subject -> reporting.contains(subject.key()), !reporting.isEmpty());
    }

    private boolean isSettled(Instant now) {
        return !now.isBefore(begun.plus(FIRST_REPORTS));
    }

    /** Those that are missed now, with what has changed written down. */
    private List<Reporter> missing(Map<String, AgentMetrics> present, Instant now) {
        Set<String> deleted = deleted(now);
        List<Reporter> known = reporters.all();
        List<Reporter> next = known.stream()
                .map(reporter -> asOf(reporter, present.containsKey(reporter.agentId()), now))
                .toList();
        List<Reporter> changed = new ArrayList<>(next);
        changed.removeAll(Set.copyOf(known));
        changed.addAll(newcomers(known, present, deleted));
        List<String> forgotten = next.stream()
                .filter(reporter -> isMissedSince(reporter, now.minus(MEMORY))
                        || (deleted.contains(reporter.agentId()) && !present.containsKey(reporter.agentId())))
                .map(Reporter::agentId)
                .toList();
        reporters.put(changed);
        reporters.remove(forgotten);
        return next.stream()
                .filter(reporter -> reporter.missingSince() != null && !forgotten.contains(reporter.agentId()))
                .toList();
    }

    private static boolean isMissedSince(Reporter reporter, Instant before) {
        Instant since = reporter.missingSince();
        return since != null && since.isBefore(before);
    }

    private Reporter asOf(Reporter reporter, boolean reports, Instant now) {
        if (reports) {
            return new Reporter(reporter.agentId(), reporter.name(), null);
        }
        return reporter.missingSince() == null && isSettled(now)
                ? new Reporter(reporter.agentId(), reporter.name(), now)
                : reporter;
    }

    private static List<Reporter> newcomers(
            List<Reporter> known, Map<String, AgentMetrics> present, Set<String> deleted) {
        Set<String> ids = known.stream().map(Reporter::agentId).collect(Collectors.toSet());
        return present.values().stream()
                .filter(report -> !ids.contains(report.agentId()) && !deleted.contains(report.agentId()))
                .map(report -> new Reporter(report.agentId(), report.hostname(), null))
                .toList();
    }

    private static Finding finding(Reporter reporter) {
        return new Finding(
                Subject.agent(reporter.agentId(), reporter.name()),
                1,
                reporter.name() + " reports no more",
                reporter.missingSince());
    }
}
