package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.cli.Console;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A task for people. */
final class TaskText {

    private static final Map<String, String> TIMES = Map.of(
            "created_at", "created",
            "not_before", "not before",
            "expires_at", "expires",
            "started_at", "started",
            "lost_since", "agent away since",
            "next_attempt_at", "next attempt",
            "cancel_requested_at", "cancel requested",
            "completed_at", "ended");

    private TaskText() {}

    /** What it does: a program as a shell would take it, or a request. */
    static String what(JsonNode task) {
        JsonNode spec = task.path("task");
        if (spec.has("command")) {
            return Stream.concat(
                            Stream.of(spec.path("command")),
                            StreamSupport.stream(spec.path("args").spliterator(), false))
                    .map(JsonNode::asText)
                    .map(TaskText::quoted)
                    .collect(Collectors.joining(" "));
        }
        return (spec.path("method").asText() + " " + spec.path("url").asText()).strip();
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    static void show(JsonNode task, String agent, Console console) {
        console.field("task", TaskJson.id(task));
        console.field("status", TaskEnd.inWords(task));
        console.field("agent", agent);
        console.field("type", task.path("type").asText());
        console.field("what", what(task));
        console.field("priority", task.path("priority").asText());
        console.field("timeout", task.path("timeout").asText() + " s");
        console.field(
                "attempt",
                TaskJson.attempt(task) + ", retried " + task.path("retries").asInt() + " of "
                        + task.path("max_retries").asInt() + " times");
        TIMES.entrySet().stream()
                .filter(time -> task.has(time.getKey()))
                .map(time -> Map.entry(task.path(time.getKey()).asText(), time.getValue()))
                .sorted(Map.Entry.<String, String>comparingByKey().thenComparing(Map.Entry.comparingByValue()))
                .forEach(time -> console.field(time.getValue(), time.getKey()));
        result(console, task);
    }

    private static void result(Console console, JsonNode task) {
        JsonNode result = task.path("result");
        for (String field : new String[] {"exit_code", "status_code", "execution_time", "dropped_bytes"}) {
            if (result.has(field)) {
                String unit = field.equals("execution_time") ? " ms" : "";
                console.field(field.replace('_', ' '), result.path(field).asText() + unit);
            }
        }
        for (JsonNode stream : task.path("gaps")) {
            console.field("missing", "the rest of " + stream.asText() + ": the hub had no room for it");
        }
        for (String stream : TaskJson.streams(task)) {
            if (result.has(stream)) {
                byte[] bytes = TaskJson.bytes(
                        result.path(stream).asText(),
                        result.path(stream + "_encoding").asText());
                console.field(stream, bytes.length + " bytes");
            }
        }
    }
}
