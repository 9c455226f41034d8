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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** How tasks are shown: their secrets masked, and with what they wrote, wherever that is stored. Thread-safe. */
@HubService
public class TaskViews {

    /** Bytes of each stream: longer ones are read in parts. */
    private static final int MOST_SHOWN = 1024 * 1024;

    private final TaskService tasks;
    private final OutputReader output;

    @Inject
    TaskViews(TaskService tasks, OutputReader output) {
        this.tasks = tasks;
        this.output = output;
    }

    /** The task without what it wrote, unless that is in its result. */
    public TaskView brief(Task task) {
        return TaskView.of(task, TaskSpecs.tree(task.result()), tasks.shown(task), List.of(), List.of());
    }

    /** The task with what it wrote: the whole, but for very long streams, of which it has the beginning and says so. */
    public TaskView whole(Task task) {
        JsonNode result = TaskSpecs.tree(task.result());
        List<String> longer = new ArrayList<>();
        List<String> gaps = new ArrayList<>();
        if (result instanceof ObjectNode fields) {
            streams(task)
                    .filter(stream -> !fields.has(stream.wireName()))
                    .forEach(stream -> fill(task, fields, stream, longer, gaps));
        }
        return TaskView.of(task, result, tasks.shown(task), longer, gaps);
    }

    /** What tasks of its type write. */
    public static Stream<OutputStreamName> streams(Task task) {
        return switch (task.type()) {
            case CommandSpec.TYPE, DockerSpec.TYPE -> Stream.of(OutputStreamName.STDOUT, OutputStreamName.STDERR);
            case HttpRequestSpec.TYPE -> Stream.of(OutputStreamName.BODY);
            case FileSpec.TYPE -> content(task);
            default -> Stream.empty();
        };
    }

    /** What was written to a file is known to whoever wrote it. */
    private static Stream<OutputStreamName> content(Task task) {
        JsonNode result = TaskSpecs.tree(task.result());
        return result != null && result.has("changed") ? Stream.empty() : Stream.of(OutputStreamName.CONTENT);
    }

    private void fill(Task task, ObjectNode fields, OutputStreamName stream, List<String> longer, List<String> gaps) {
        OutputReader.Part part = output.read(task, stream, OutputReader.Bookmark.at(0), MOST_SHOWN + 1);
        byte[] read = part.bytes();
        boolean whole = read.length <= MOST_SHOWN;
        byte[] shown = whole ? read : Arrays.copyOf(read, MOST_SHOWN);
        OutputData data = OutputData.of(whole ? read : Arrays.copyOf(shown, OutputData.wholeCharacters(shown)));
        fields.put(stream.wireName(), data.text());
        if (data.encodingUnlessUtf8() != null) {
            fields.put(stream.wireName() + "_encoding", data.encoding());
        }
        if (!whole) {
            longer.add(stream.wireName());
        }
        if (part.isCut()) {
            gaps.add(stream.wireName());
        }
    }
}
