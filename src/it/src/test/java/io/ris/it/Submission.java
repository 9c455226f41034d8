package io.ris.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The body of {@code POST /platform/v1/task/execute}, put together field by field. */
final class Submission {

    private final Map<String, Object> body = new LinkedHashMap<>();
    private final Map<String, Object> task = new LinkedHashMap<>();

    private Submission(String client, String type) {
        body.put("client_id", client);
        body.put("task", task);
        task.put("type", type);
    }

    static Submission command(String client, String program, String... arguments) {
        return new Submission(client, "command").task("command", program).task("args", List.of(arguments));
    }

    /** A shell script with positional parameters, as an argument vector. */
    static Submission script(String client, String script, String... parameters) {
        List<String> arguments = new ArrayList<>(List.of("-c", script, "sh"));
        arguments.addAll(List.of(parameters));
        return new Submission(client, "command").task("command", "sh").task("args", arguments);
    }

    static Submission http(String client, String url) {
        return new Submission(client, "http_request").task("method", "GET").task("url", url);
    }

    /** Something to do with a container. */
    static Submission docker(String client, String action) {
        return new Submission(client, "docker").task("action", action);
    }

    /** A file to write ({@code push}) or to bring back ({@code pull}). */
    static Submission file(String client, String action, Path path) {
        return new Submission(client, "file").task("action", action).task("path", path.toString());
    }

    static Submission connectivity(String client, String kind) {
        return new Submission(client, "connectivity_test").task("kind", kind);
    }

    Submission async() {
        return with("async", true);
    }

    /** For agents with certain labels in place of the one that was named. */
    Submission forTarget(Map<String, ?> target) {
        body.remove("client_id");
        return with("target", target);
    }

    /** Sets a field of the request. */
    Submission with(String field, Object value) {
        body.put(field, value);
        return this;
    }

    /** Sets a field of the task. */
    Submission task(String field, Object value) {
        task.put(field, value);
        return this;
    }

    Map<String, Object> body() {
        return body;
    }
}
