package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import io.ris.cli.hub.HubOptions;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ris task output}: what a task wrote, byte for byte. */
@Command(
        name = "output",
        mixinStandardHelpOptions = true,
        description = "Prints what the last attempt of a task has written, byte for byte: its standard output and"
                + " standard error to those of this command, or the body of an HTTP answer.")
final class OutputCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private HubOptions options = new HubOptions();

    @Option(
            names = "--stream",
            paramLabel = "STREAM",
            completionCandidates = Streams.class,
            description = "Only this one, to standard output: ${COMPLETION-CANDIDATES}.")
    private @Nullable String stream;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on until the task has ended. Ctrl-C leaves the task as it is.")
    private boolean follow;

    @Option(
            names = "--offset",
            paramLabel = "N",
            description = "Begins after N bytes of one stream: that of --stream, else standard output or the body.")
    private @Nullable Long offset;

    @Parameters(paramLabel = "TASK", description = "The task's id.")
    private String id = "";

    OutputCommand(Shell shell) {
        this.shell = shell;
    }

    static final class Streams implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of(TaskJson.STDOUT, TaskJson.STDERR, TaskJson.BODY, TaskJson.CONTENT)
                    .iterator();
        }
    }

    @Override
    public Integer call() throws RefusedException {
        if (offset != null && offset < 0) {
            throw new RefusedException(ExitCode.BAD_CONFIGURATION, "--offset: must be 0 or more");
        }
        Tasks tasks = follow ? shell.patientTasks(options) : shell.tasks(options);
        JsonNode task = tasks.read(id);
        List<String> streams = streams(task);
        if (options.json()) {
            JsonNode last = follow ? watch(tasks, List.of()).toEnd(task) : task;
            shell.console().document(tasks.output(TaskJson.id(last), streams.getFirst(), from()));
        } else {
            print(tasks, task, streams.stream().map(this::copy).toList());
        }
        return ExitCode.OK;
    }

    private void print(Tasks tasks, JsonNode task, List<StreamCopy> copies) throws RefusedException {
        if (follow) {
            TaskEnd.explain(watch(tasks, copies).toEnd(task), shell.console());
            return;
        }
        for (StreamCopy copy : copies) {
            copy.catchUp(tasks, task);
            copy.explain(shell.console());
        }
        if (TaskJson.hasEnded(task)) {
            TaskEnd.explain(task, shell.console());
        }
    }

    private Watch watch(Tasks tasks, List<StreamCopy> copies) {
        return new Watch(tasks, copies, shell.console(), shell.stop(), shell.clock());
    }

    private List<String> streams(JsonNode task) {
        if (stream != null) {
            return List.of(stream);
        }
        List<String> all = TaskJson.streams(task);
        return offset == null && !options.json() ? all : all.subList(0, 1);
    }

    private StreamCopy copy(String name) {
        return new StreamCopy(name, stream == null ? shell.target(name) : shell.output(), from());
    }

    private long from() {
        return offset == null ? 0 : offset;
    }
}
