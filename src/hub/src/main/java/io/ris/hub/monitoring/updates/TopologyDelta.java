package io.ris.hub.monitoring.updates;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ris.hub.monitoring.topology.Topology;
import io.ris.hub.monitoring.topology.TopologyJson;
import io.ris.hub.platform.live.RawJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What became of one picture: nodes and edges that are new, that are others now, and that are gone. */
final class TopologyDelta {

    private TopologyDelta() {}

    /** {@code {add:{nodes,edges},update:{nodes,edges},remove:{nodes:[ids],edges:[keys]},timestamp}}. */
    static RawJson between(Topology before, Topology after) {
        Changes nodes = Changes.of(before.nodes(), after.nodes());
        Changes edges = Changes.of(before.edges(), after.edges());
        byte[] written = TopologyJson.bytes(0, json -> {
            json.writeStartObject();
            json.writeFieldName("add");
            TopologyJson.writeParts(after, nodes.added(), edges.added(), json);
            json.writeFieldName("update");
            TopologyJson.writeParts(after, nodes.changed(), edges.changed(), json);
            json.writeObjectFieldStart("remove");
            json.writeFieldName("nodes");
            texts(nodes.removed(), json);
            json.writeFieldName("edges");
            texts(edges.removed(), json);
            json.writeEndObject();
            json.writeStringField("timestamp", after.timestamp().toString());
            json.writeEndObject();
        });
        return new RawJson(new String(written, StandardCharsets.UTF_8));
    }

    private static void texts(List<String> texts, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private record Changes(List<String> added, List<String> changed, List<String> removed) {

        static <T> Changes of(Map<String, T> before, Map<String, T> after) {
            List<String> added = new ArrayList<>();
            List<String> changed = new ArrayList<>();
            after.forEach((key, value) -> {
                T known = before.get(key);
                if (known == null) {
                    added.add(key);
                } else if (!known.equals(value)) {
                    changed.add(key);
                }
            });
            List<String> removed = before.keySet().stream()
                    .filter(key -> !after.containsKey(key))
                    .toList();
            return new Changes(added, changed, removed);
        }
    }
}
