package io.ris.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A program to run, given as an argument vector and never through a shell (seed 000, CommandTask).
 *
 * @param command the program: an absolute path, or a name looked up in the agent's {@code PATH}
 * @param args its arguments, passed on unchanged
 * @param workingDir absolute directory to run in; null for the agent's own working directory for tasks
 * @param environment variables set in addition to a minimal environment
 * @param timeout bound of one attempt; null for the hub's default
 * @param stdin text for standard input; null for an empty one
 */
public record CommandSpec(
        String command,
        List<String> args,
        @Nullable String workingDir,
        Map<String, String> environment,
        @Nullable Duration timeout,
        @Nullable String stdin)
        implements TaskSpec {

    /** The value of {@code type} in JSON. */
    public static final String TYPE = "command";

    /** @throws SpecException naming the field at fault */
    @SuppressWarnings({"ConstantValue", "NullAway"}) // JSON leaves out what is optional
    public CommandSpec {
        SpecException.check(command != null && !command.isBlank(), "command", "is required");
        SpecException.checkText(command, "command");
        args = args == null ? List.of() : SpecException.checkedList(args, "args");
        environment = environment == null ? Map.of() : SpecException.checkedMap(environment, "environment");
        for (String name : environment.keySet()) {
            SpecException.check(!name.isEmpty() && name.indexOf('=') < 0, "environment", "has an impossible name");
        }
        if (workingDir != null) {
            SpecException.checkText(workingDir, "working_dir");
            SpecException.check(workingDir.startsWith("/"), "working_dir", "must be an absolute path");
        }
        SpecException.checkTimeout(timeout);
    }

    @Override
    @JsonIgnore
    public String type() {
        return TYPE;
    }

    @Override
    @JsonIgnore
    public boolean idempotentByNature() {
        return false;
    }

    @Override
    public CommandSpec masked() {
        Map<String, String> names = new TreeMap<>();
        environment.keySet().forEach(name -> names.put(name, HttpAuth.MASK));
        return new CommandSpec(command, args, workingDir, names, timeout, stdin == null ? null : HttpAuth.MASK);
    }
}
