package io.ris.cli.tasks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a program is to be run. */
final class Order {

    private static final List<String> PRIORITIES = List.of("lowest", "low", "normal", "high", "critical");

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TaskDuration.class,
            description = "How long it may run, such as 90s, 5m, 1h30m; default: as the hub is set.")
    private @Nullable Duration timeout;

    @Option(
            names = "--priority",
            paramLabel = "PRIORITY",
            converter = PriorityName.class,
            completionCandidates = Priorities.class,
            description = "${COMPLETION-CANDIDATES}, or 1 to 5; default: normal.")
    private @Nullable String priority;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "How often it is tried again when it failed in a way that may pass; see --idempotent.")
    private @Nullable Integer retries;

    @Option(
            names = "--idempotent",
            description = "It may run twice without harm: only then it is tried again when it may have run.")
    private boolean idempotent;

    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME[=VALUE]",
            description = "A variable of its environment; without a value, that of your own variable.")
    private List<String> env = new ArrayList<>();

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            description = "Variables, NAME=VALUE a line: for secrets, which a command line would show to others. In the"
                    + " output, values of four characters and more are replaced by asterisks.")
    private List<Path> envFiles = new ArrayList<>();

    @Option(names = "--dir", paramLabel = "DIR", description = "Directory to run in, on the agent's machine.")
    private @Nullable String directory;

    @Option(
            names = "--stdin",
            paramLabel = "FILE",
            description = "Text for its standard input; - is that of this command. Default: none.")
    private @Nullable String stdin;

    static final class Priorities implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return PRIORITIES.iterator();
        }
    }

    /** Refuses what the hub would refuse, with the exit code of a wrong option. */
    static final class PriorityName implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (text.matches("[1-5]")) {
                return PRIORITIES.get(Integer.parseInt(text) - 1);
            }
            if (!PRIORITIES.contains(text)) {
                throw new TypeConversionException("must be 1 to 5 or one of " + String.join(", ", PRIORITIES));
            }
            return text;
        }
    }

    /** The body of the request, for one agent. */
    ObjectNode request(String agent, List<String> program, Shell shell) throws RefusedException {
        return request(JsonNodeFactory.instance.objectNode().put("client_id", agent), program, shell);
    }

    /** The body of the request, for the agents of a target. */
    ObjectNode request(ObjectNode target, List<String> program, Shell shell) throws RefusedException {
        ObjectNode begun = JsonNodeFactory.instance.objectNode();
        if (target.has("client_id")) {
            begun.setAll(target);
        } else {
            begun.set("target", target);
        }
        return complete(begun, program, shell);
    }

    private ObjectNode complete(ObjectNode request, List<String> program, Shell shell) throws RefusedException {
        request.put("async", true).put("priority", priority == null ? "normal" : priority);
        if (timeout != null) {
            request.put("timeout", BigDecimal.valueOf(timeout.toMillis(), 3));
        }
        if (retries != null) {
            request.put("max_retries", retries);
        }
        if (idempotent) {
            request.put("idempotent", true);
        }
        request.set("task", task(program, shell));
        return request;
    }

    private ObjectNode task(List<String> program, Shell shell) throws RefusedException {
        ObjectNode task = JsonNodeFactory.instance.objectNode();
        task.put("type", "command").put("command", program.getFirst());
        program.stream().skip(1).forEach(task.putArray("args")::add);
        Variables variables = variables(shell);
        ObjectNode environment = task.putObject("environment");
        variables.values().forEach(environment::put);
        if (!variables.secrets().isEmpty()) {
            variables.secrets().forEach(task.putArray("secret_variables")::add);
        }
        if (directory != null) {
            task.put("working_dir", directory);
        }
        if (stdin != null) {
            task.put("stdin", text(stdin, shell));
        }
        return task;
    }

    private Variables variables(Shell shell) throws RefusedException {
        Variables variables = new Variables(shell.environment());
        for (Path file : envFiles) {
            variables.read(file);
        }
        for (String assignment : env) {
            variables.add(assignment);
        }
        return variables;
    }

    private static String text(String file, Shell shell) throws RefusedException {
        try {
            byte[] bytes = file.equals("-") ? shell.input().readAllBytes() : Files.readAllBytes(Path.of(file));
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RefusedException(ExitCode.BAD_CONFIGURATION, "--stdin: takes text in UTF-8 only", e);
        } catch (IOException e) {
            throw new RefusedException(
                    ExitCode.BAD_CONFIGURATION,
                    "--stdin: cannot read " + file + ": " + e.getClass().getSimpleName(),
                    e);
        }
    }
}
