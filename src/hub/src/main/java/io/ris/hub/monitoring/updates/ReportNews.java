package io.ris.hub.monitoring.updates;

import io.ris.hub.monitoring.documents.ProbeDocuments;
import io.ris.hub.monitoring.topology.TopologyJson;
import io.ris.hub.platform.live.RawJson;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A report on its way to readers: written as a message once for all, when the first of them takes it. Thread-safe. */
final class ReportNews {

    private final String agentId;
    private final byte[] report;
    private volatile @Nullable RawJson message;

    ReportNews(String agentId, byte[] report) {
        this.agentId = agentId;
        this.report = report;
    }

    String agentId() {
        return agentId;
    }

    RawJson message() {
        RawJson written = message;
        if (written == null) {
            written = new RawJson(new String(
                    TopologyJson.bytes(0, json -> {
                        json.writeStartObject();
                        json.writeStringField("agent_id", agentId);
                        json.writeFieldName("report");
                        ProbeDocuments.writeReport(report, json);
                        json.writeEndObject();
                    }),
                    StandardCharsets.UTF_8));
            message = written;
        }
        return written;
    }
}
