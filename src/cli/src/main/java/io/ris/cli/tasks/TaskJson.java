package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** What the hub's documents about tasks mean. */
final class TaskJson {

    static final String STDOUT = "stdout";
    static final String STDERR = "stderr";
    static final String BODY = "body";
    static final String CONTENT = "content";

    private static final Set<String> FINAL = Set.of("completed", "failed", "timeout", "cancelled");

    private TaskJson() {}

    static String id(JsonNode task) {
        return task.path("task_id").asText();
    }

    static String status(JsonNode task) {
        return task.path("status").asText();
    }

    static int attempt(JsonNode task) {
        return task.path("attempt").asInt();
    }

    static boolean hasEnded(JsonNode task) {
        return FINAL.contains(status(task));
    }

    /** What tasks of its type write, the main one first. */
    static List<String> streams(JsonNode task) {
        return switch (task.path("type").asText()) {
            case "command", "docker" -> List.of(STDOUT, STDERR);
            case "file" -> List.of(CONTENT);
            default -> List.of(BODY);
        };
    }

    /** Bytes that stand in a document as text, or in base64 where they are not UTF-8. */
    static byte[] bytes(String text, String encoding) {
        return encoding.equals("base64") ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
    }
}
