package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ris.cli.Console;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import io.ris.cli.Table;
import java.util.List;
import java.util.stream.Collectors;

/** Jobs for people, and as exit codes. */
final class JobText {

    private static final List<String> COUNTS =
            List.of("completed", "failed", "timeout", "cancelled", "skipped", "running", "waiting");

    private JobText() {}

    /** How far it is: {@code 3 of 5 ended: 2 completed, 1 failed, 1 running, 1 waiting}. */
    static String progress(JsonNode job) {
        JsonNode progress = job.path("progress");
        int total = progress.path("total").asInt();
        int ended = total
                - progress.path("waiting").asInt()
                - progress.path("active").asInt();
        String counts = COUNTS.stream()
                .filter(count -> progress.path(count).asInt() > 0)
                .map(count -> progress.path(count).asInt() + " " + count)
                .collect(Collectors.joining(", "));
        return ended + " of " + total + " ended" + (counts.isEmpty() ? "" : ": " + counts);
    }

    /** For whom it is. */
    static String target(JsonNode job) {
        JsonNode target = job.path("target");
        String labels = target.path("labels").properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asText())
                .collect(Collectors.joining(","));
        String expression = target.path("expression").asText();
        return labels.isEmpty() || expression.isEmpty() ? labels + expression : labels + " and " + expression;
    }

    static void show(JsonNode job, Console console) {
        console.field("job", Jobs.id(job));
        console.field("status", TaskEnd.inWords(job));
        console.field("agents", target(job));
        console.field("progress", progress(job));
        console.field("type", job.path("type").asText());
        console.field("what", TaskText.what(job));
        for (String time : List.of("created_at", "not_before", "started_at", "cancel_requested_at", "completed_at")) {
            if (job.has(time)) {
                console.field(
                        time.replace("_at", "").replace('_', ' '),
                        job.path(time).asText());
            }
        }
    }

    /** Its tasks, a line each. */
    static Table tasks(ArrayNode tasks, AgentNames names) throws RefusedException {
        Table table = new Table("AGENT", "STATUS", "EXIT", "TASK", "ERROR");
        for (JsonNode task : tasks) {
            table.row(
                    names.of(task),
                    TaskJson.status(task),
                    task.path("result").path("exit_code").asText(),
                    TaskJson.id(task),
                    task.path("error").asText());
        }
        return table;
    }

    static int exitCode(JsonNode job) {
        return switch (job.path("status").asText()) {
            case "completed" -> ExitCode.OK;
            case "partial" -> ExitCode.JOB_PARTIAL;
            case "failed" -> ExitCode.TASK_FAILED;
            case "cancelled" -> ExitCode.TASK_CANCELLED;
            default -> ExitCode.TASK_UNKNOWN;
        };
    }
}
