package io.ris.hub.monitoring.probes;

import io.ris.hub.monitoring.documents.ProbeDocuments;
import io.ris.hub.monitoring.timeseries.SeriesStore;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.HubService;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** The one way by which reports come in, whoever sends them. Works for the tenant in scope. Thread-safe. */
@HubService
public class ReportIntake {

    private final SeriesStore series;
    private final ProbeRegistry registry;
    private final List<AcceptedReports> listeners;
    private final Counter accepted;

    @Inject
    ReportIntake(
            SeriesStore series,
            ProbeRegistry registry,
            @Any Instance<AcceptedReports> listeners,
            MetricRegistry metrics) {
        this.series = series;
        this.registry = registry;
        this.listeners = listeners.stream().toList();
        this.accepted = metrics.counter("ris_reports_accepted_total");
    }

    /** Whether whoever sends a report may speak for an agent. */
    public interface Sender {

        /** @throws HubException.Refused if not */
        void requireFor(String agentId);
    }

    /**
     * Keeps a report. When this returns it outlives the process, and who asks is shown it.
     *
     * @throws HubException.Invalid if it is no sound one
     * @throws HubException.Refused if the sender may not speak for its agent
     * @throws HubException.Unavailable if it cannot be kept
     */
    public void accept(byte[] report, Sender sender) {
        String agentId = ProbeDocuments.agentOfReport(report);
        sender.requireFor(agentId);
        series.append(agentId, report);
        accepted.inc();
        registry.heardOf(agentId);
        listeners.forEach(listener -> listener.accepted(agentId, report));
    }
}
