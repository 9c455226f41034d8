package io.ris.hub.monitoring.updates;

import io.ris.hub.monitoring.documents.ProbeDocuments;
import io.ris.hub.monitoring.topology.TopologyJson;
import io.ris.hub.platform.live.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A report on its way to readers: written as a message once for all, when the first of them takes it. From then on the message is all
 * that is kept of it. Thread-safe.
 */
final class ReportNews {

    private final String agentId;
    private final int bytes;
    private byte @Nullable [] report;
    private @Nullable RawJson message;

    ReportNews(String agentId, byte[] report) {
        this.agentId = agentId;
        this.bytes = report.length;
        this.report = report;
    }

    String agentId() {
        return agentId;
    }

    /** How much it takes while it waits. */
    int bytes() {
        return bytes;
    }

    synchronized RawJson message() {
        byte[] unwritten = report;
        if (unwritten != null) {
            message = new RawJson(new String(
                    TopologyJson.bytes(0, json -> {
                        json.writeStartObject();
                        json.writeStringField("agent_id", agentId);
                        json.writeFieldName("report");
                        ProbeDocuments.writeReport(unwritten, json);
                        json.writeEndObject();
                    }),
                    StandardCharsets.UTF_8));
            report = null;
        }
        return Objects.requireNonNull(message);
    }
}
