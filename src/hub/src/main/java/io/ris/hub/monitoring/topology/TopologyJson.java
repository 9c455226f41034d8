package io.ris.hub.monitoring.topology;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ris.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes pictures as the contract has them: nodes and edges as objects, keyed by id. */
public final class TopologyJson {

    /** Whole numbers up to here are written without a fraction, as programs in Go write them. */
    private static final double EXACT = 1L << 53;

    private static final int TYPICAL_NODE = 400;

    private TopologyJson() {}

    /** What writes one document. */
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** A document as UTF-8. */
    public static byte[] bytes(int nodes, Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(1024, nodes * TYPICAL_NODE));
        try (JsonGenerator json = Json.lenient().getFactory().createGenerator(bytes)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory has no faults
        }
        return bytes.toByteArray();
    }

    /** Writes a document as it comes, and leaves the stream open. */
    public static void write(OutputStream out, Body body) throws IOException {
        try (JsonGenerator json = Json.lenient().getFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            body.write(json);
        }
    }

    /** {@code {"nodes":{...},"edges":{...},"timestamp":...}}. */
    public static void write(Topology topology, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeFieldName("nodes");
        nodes(topology.nodes().values(), json);
        json.writeFieldName("edges");
        edges(topology.edges().values(), json);
        json.writeStringField("timestamp", topology.timestamp().toString());
        json.writeEndObject();
    }

    /** {@code {"topology":{...},"timestamp":...}}. */
    public static void writeAnswer(Topology topology, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeFieldName("topology");
        write(topology, json);
        json.writeStringField("timestamp", topology.timestamp().toString());
        json.writeEndObject();
    }

    /** {@code {"nodes":{...},"edges":{...}}} of some of a picture's nodes and edges. */
    public static void writeParts(Topology topology, List<String> nodes, List<String> edges, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeFieldName("nodes");
        nodes(nodes.stream().flatMap(id -> topology.find(id).stream()).toList(), json);
        json.writeFieldName("edges");
        edges(edges.stream().map(topology.edges()::get).filter(Objects::nonNull).toList(), json);
        json.writeEndObject();
    }

    /** Nodes as an object, by id. */
    private static void nodes(Iterable<TopologyNode> nodes, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (TopologyNode node : nodes) {
            json.writeFieldName(node.id());
            write(node, json);
        }
        json.writeEndObject();
    }

    /** Edges as an object, by key. */
    public static void edges(Iterable<TopologyEdge> edges, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (TopologyEdge edge : edges) {
            json.writeFieldName(edge.key());
            write(edge, json);
        }
        json.writeEndObject();
    }

    /** One node. */
    public static void write(TopologyNode node, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", node.id());
        json.writeStringField("type", node.type().wireName());
        json.writeStringField("name", node.name());
        json.writeFieldName("metadata");
        metadata(node.metadata(), json);
        if (node.parentId() != null) {
            json.writeStringField("parent_id", node.parentId());
        }
        json.writeEndObject();
    }

    /** One edge. */
    public static void write(TopologyEdge edge, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("source", edge.source());
        json.writeStringField("target", edge.target());
        json.writeStringField("type", edge.type().wireName());
        if (edge.type() == EdgeType.NETWORK) {
            json.writeStringField("protocol", edge.protocol());
            json.writeFieldName("metadata");
            metadata(edge.metadata(), json);
            json.writeNumberField("connections", edge.connections());
        }
        json.writeEndObject();
    }

    /** What a node or edge says of itself. */
    public static void metadata(Map<String, Object> metadata, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, Object> entry : metadata.entrySet()) {
            json.writeFieldName(entry.getKey());
            value(entry.getValue(), json);
        }
        json.writeEndObject();
    }

    private static void value(Object value, JsonGenerator json) throws IOException {
        switch (value) {
            case Double number
            when number == Math.rint(number) && Math.abs(number) < EXACT -> json.writeNumber(number.longValue());
            case Double number -> json.writeNumber(number);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case String text -> json.writeString(text);
            default -> json.writePOJO(value);
        }
    }
}
