package io.ris.hub.monitoring.timeseries;

import io.ris.hub.monitoring.AgentMetrics;
import io.ris.hub.monitoring.ReportMetrics;
import io.ris.hub.monitoring.documents.ProbeDocuments;
import java.time.Instant;

/**
 * A report as it came.
 *
 * @param receivedAt by the hub's clock
 * @param json what was sent, a sound report
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record StoredReport(String agentId, Instant receivedAt, byte[] json) {

    /** Its figures. */
    public AgentMetrics metrics() {
        return ReportMetrics.of(agentId, ProbeDocuments.report(json), receivedAt);
    }
}
