package io.ris.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ris.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What passed between a probe and a backend, as the files of the test resources tell it. */
final class RecordedSession {

    private static final Pattern EXCHANGE =
            Pattern.compile("(?s)=== request\n(.*?)\n\n(.*?)=== answer (\\d+)( of the proxy)?\n([^\n]*)\n");

    private RecordedSession() {}

    /**
     * A request and its answer.
     *
     * @param head the lines before the empty one
     * @param body empty for none
     * @param ofTheProxy whether the backend never saw it
     * @param answer what stands in the answer, {@code "..."} for any text that is not empty
     */
    record Exchange(List<String> head, String body, int status, boolean ofTheProxy, JsonNode answer) {

        /** The request as it goes over the wire to another host and with another key. */
        byte[] bytes(String host, String key) {
            List<String> lines = new ArrayList<>();
            for (String line : head) {
                lines.add(line.startsWith("Host: ") ? "Host: " + host : line.replace("KEY", key));
            }
            return (String.join("\r\n", lines) + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8);
        }

        boolean isReport() {
            return head.getFirst().contains("/reports ");
        }

        /** The body, read as a document. */
        JsonNode document() {
            return json(body);
        }

        String name() {
            return head.getFirst();
        }
    }

    static List<Exchange> read(String resource) {
        String text = text(resource);
        List<Exchange> exchanges = new ArrayList<>();
        for (Matcher found = EXCHANGE.matcher(text); found.find(); ) {
            exchanges.add(new Exchange(
                    found.group(1).lines().toList(),
                    found.group(2).strip(),
                    Integer.parseInt(found.group(3)),
                    found.group(4) != null,
                    json(found.group(5))));
        }
        return exchanges;
    }

    /** A document; nothing where the text is empty. */
    static JsonNode json(String text) {
        try {
            return text.isEmpty() ? MissingNode.getInstance() : Json.lenient().readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String resource) {
        try (InputStream file = Objects.requireNonNull(RecordedSession.class.getResourceAsStream(resource), resource)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
