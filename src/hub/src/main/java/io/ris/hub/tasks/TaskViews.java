package io.ris.hub.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ris.hub.platform.HubService;
import io.ris.protocol.CommandSpec;
import io.ris.protocol.DockerSpec;
import io.ris.protocol.FileSpec;
import io.ris.protocol.HttpRequestSpec;
import io.ris.protocol.OutputData;
import io.ris.protocol.OutputStreamName;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.stream.Stream;

/** How tasks are shown: their secrets masked, and with what they wrote, wherever that is stored. Thread-safe. */
@HubService
public class TaskViews {

    private final TaskService tasks;

    @Inject
    TaskViews(TaskService tasks) {
        this.tasks = tasks;
    }

    /** The task without what it wrote, unless that is in its result. */
    public TaskView brief(Task task) {
        return TaskView.of(task, TaskSpecs.tree(task.result()), tasks.shown(task));
    }

    /** The task with the whole of what it wrote. */
    public TaskView whole(Task task) {
        JsonNode result = TaskSpecs.tree(task.result());
        if (result instanceof ObjectNode fields) {
            Stream<OutputStreamName> streams =
                    switch (task.type()) {
                        case CommandSpec.TYPE, DockerSpec.TYPE ->
                            Stream.of(OutputStreamName.STDOUT, OutputStreamName.STDERR);
                        case HttpRequestSpec.TYPE -> Stream.of(OutputStreamName.BODY);
                        case FileSpec.TYPE -> content(fields);
                        default -> Stream.empty();
                    };
            streams.filter(stream -> !fields.has(stream.wireName())).forEach(stream -> fill(task, fields, stream));
        }
        return TaskView.of(task, result, tasks.shown(task));
    }

    /** What was written is known to whoever wrote it. */
    private static Stream<OutputStreamName> content(ObjectNode result) {
        return result.has("changed") ? Stream.empty() : Stream.of(OutputStreamName.CONTENT);
    }

    private void fill(Task task, ObjectNode fields, OutputStreamName stream) {
        OutputData data = OutputData.of(tasks.output(task, stream, 0));
        fields.put(stream.wireName(), data.text());
        if (data.encodingUnlessUtf8() != null) {
            fields.put(stream.wireName() + "_encoding", data.encoding());
        }
    }

    /** What a task wrote to a stream so far, from an offset. */
    byte[] output(Task task, OutputStreamName stream, long from) {
        byte[] stored = tasks.output(task, stream, from);
        return stored.length == 0 ? inline(task, stream, from) : stored;
    }

    /** Output that was short enough to travel inside the result. */
    private static byte[] inline(Task task, OutputStreamName stream, long offset) {
        JsonNode result = TaskSpecs.tree(task.result());
        if (result == null || !result.hasNonNull(stream.wireName())) {
            return new byte[0];
        }
        String encoding = result.path(stream.wireName() + "_encoding").asText(OutputData.UTF_8);
        byte[] whole = new OutputData(result.get(stream.wireName()).asText(), encoding).bytes();
        int from = (int) Math.min(offset, whole.length);
        return Arrays.copyOfRange(whole, from, whole.length);
    }
}
