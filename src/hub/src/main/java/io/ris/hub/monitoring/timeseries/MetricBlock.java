package io.ris.hub.monitoring.timeseries;

import io.ris.hub.monitoring.AgentMetrics;
import io.ris.hub.monitoring.ReportMetrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A point's figures as bytes, so that a chart needs no reports to be read. */
final class MetricBlock {

    private MetricBlock() {}

    static byte[] encode(AgentMetrics metrics) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(bytes)) {
            text(out, metrics.hostname());
            write(out, ReportMetrics.OF_HOSTS, metrics.host());
            out.writeInt(metrics.containers().size());
            for (Map.Entry<String, Map<String, Double>> container :
                    metrics.containers().entrySet()) {
                text(out, container.getKey());
                write(out, ReportMetrics.OF_CONTAINERS, container.getValue());
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory has no faults
        }
    }

    /** Of any length, which {@code writeUTF} is not made for. */
    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static void write(DataOutputStream out, List<String> names, Map<String, Double> values) throws IOException {
        out.writeByte(names.size());
        for (String name : names) {
            out.writeDouble(values.getOrDefault(name, Double.NaN));
        }
    }

    static AgentMetrics decode(String agentId, Instant receivedAt, byte[] block) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(block))) {
            String hostname = text(in);
            Map<String, Double> host = read(in, ReportMetrics.OF_HOSTS);
            Map<String, Map<String, Double>> containers = new LinkedHashMap<>();
            int count = in.readInt();
            for (int number = 0; number < count; number++) {
                containers.put(text(in), read(in, ReportMetrics.OF_CONTAINERS));
            }
            return new AgentMetrics(agentId, hostname, receivedAt, host, containers);
        }
    }

    private static Map<String, Double> read(DataInputStream in, List<String> names) throws IOException {
        Map<String, Double> values = new HashMap<>();
        int count = in.readUnsignedByte();
        for (int place = 0; place < count; place++) {
            double value = in.readDouble();
            if (place < names.size() && !Double.isNaN(value)) {
                values.put(names.get(place), value);
            }
        }
        return values;
    }
}
