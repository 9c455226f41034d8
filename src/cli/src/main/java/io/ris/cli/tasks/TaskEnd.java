package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.cli.Console;
import io.ris.cli.ExitCode;

/** How a task ended, as an exit code and in words. */
final class TaskEnd {

    private TaskEnd() {}

    /** The exit code of its program, or why there is none. */
    static int exitCode(JsonNode task) {
        return switch (TaskJson.status(task)) {
            case "completed" -> task.path("result").path("exit_code").asInt(ExitCode.OK);
            case "timeout" -> ExitCode.TASK_TIMEOUT;
            case "cancelled" -> ExitCode.TASK_CANCELLED;
            case "failed" -> failure(task);
            default -> ExitCode.TASK_UNKNOWN;
        };
    }

    private static int failure(JsonNode task) {
        return switch (task.path("error").asText()) {
            case "exit_code" -> task.path("result").path("exit_code").asInt(ExitCode.TASK_FAILED);
            case "command_not_found" -> ExitCode.PROGRAM_ABSENT;
            case "permission_denied" -> ExitCode.PROGRAM_DENIED;
            default -> ExitCode.TASK_FAILED;
        };
    }

    /** Says what the exit code alone does not. */
    static void explain(JsonNode task, Console console) {
        long dropped = task.path("result").path("dropped_bytes").asLong();
        if (dropped > 0) {
            console.note(
                    "ris: the output is longer than is kept of a task: its last " + dropped + " bytes are missing");
        }
        boolean byItself = TaskJson.status(task).equals("completed")
                || task.path("error").asText().equals("exit_code");
        if (!byItself) {
            console.note("ris: task " + TaskJson.id(task) + ": " + inWords(task));
        }
    }

    /** Says of which streams the task as it was read lacks the rest, for want of room at the hub. */
    static void explainGaps(JsonNode task, Console console) {
        task.path("gaps").forEach(stream -> explainGap(stream.asText(), console));
    }

    static void explainGap(String stream, Console console) {
        console.note("ris: the hub had no room for the rest of " + stream);
    }

    /** Its status, and why. */
    static String inWords(JsonNode task) {
        String error = task.path("error").asText();
        String detail = task.path("detail").asText();
        if (error.isEmpty() || error.equals(TaskJson.status(task))) {
            return TaskJson.status(task) + (detail.isEmpty() ? "" : ": " + detail);
        }
        return TaskJson.status(task) + " (" + error + ")" + (detail.isEmpty() ? "" : ": " + detail);
    }
}
