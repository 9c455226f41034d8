package io.ris.hub.monitoring.queries;

import io.ris.hub.monitoring.AgentMetrics;
import io.ris.hub.monitoring.ReportMetrics;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.web.Csv;
import io.ris.protocol.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Figures as lines: one for the host and one for each container of a point. */
enum MetricLines {
    /** JSON lines. */
    JSON("application/x-ndjson") {
        @Override
        String line(AgentMetrics of, @Nullable String containerId, Map<String, Double> values) throws IOException {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("timestamp", of.receivedAt().toString());
            line.put("agent_id", of.agentId());
            line.put("hostname", of.hostname());
            if (containerId != null) {
                line.put("container_id", containerId);
            }
            NAMES.stream()
                    .filter(values::containsKey)
                    .forEach(name -> line.put(name, values.getOrDefault(name, Double.NaN)));
            return Json.lenient().writeValueAsString(line) + "\n";
        }
    },
    /** RFC 4180, with a line of names first. */
    CSV(Csv.MEDIA_TYPE + ";charset=utf-8") {
        @Override
        void begin(OutputStream out) throws IOException {
            List<String> names = new ArrayList<>(List.of("timestamp", "agent_id", "hostname", "container_id"));
            names.addAll(NAMES);
            out.write(Csv.line(names.toArray(String[]::new)).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        String line(AgentMetrics of, @Nullable String containerId, Map<String, Double> values) {
            List<@Nullable String> cells = new ArrayList<>();
            cells.add(of.receivedAt().toString());
            cells.add(of.agentId());
            cells.add(of.hostname());
            cells.add(containerId);
            NAMES.forEach(name -> cells.add(values.containsKey(name) ? String.valueOf(values.get(name)) : null));
            return Csv.line(cells.toArray(String[]::new));
        }
    };

    /** All figures that there are, those of hosts first. */
    private static final List<String> NAMES = Stream.concat(
                    ReportMetrics.OF_HOSTS.stream(), ReportMetrics.OF_CONTAINERS.stream())
            .distinct()
            .toList();

    private final String mediaType;

    MetricLines(String mediaType) {
        this.mediaType = mediaType;
    }

    /** @throws HubException.Invalid if there is no such format */
    static MetricLines of(String format) {
        return switch (format) {
            case "json" -> JSON;
            case "csv" -> CSV;
            default -> throw HubException.Invalid.rule("format", "must be json or csv");
        };
    }

    String mediaType() {
        return mediaType;
    }

    /** Writes what comes before the first line. */
    void begin(OutputStream out) throws IOException {}

    abstract String line(AgentMetrics of, @Nullable String containerId, Map<String, Double> values) throws IOException;

    void write(AgentMetrics point, OutputStream out) {
        try {
            out.write(line(point, null, point.host()).getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, Map<String, Double>> container :
                    point.containers().entrySet()) {
                out.write(line(point, container.getKey(), container.getValue()).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
