package io.ris.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A program to run, given as an argument vector, and through a shell only where that is asked for (seed 000, CommandTask).
 *
 * @param command the program: an absolute path, or a name looked up in the agent's {@code PATH}; with {@code shell}, a
 *     script for {@code /bin/sh}
 * @param args its arguments, passed on unchanged; with {@code shell}, the script's positional parameters
 * @param workingDir absolute directory to run in; null for the agent's own working directory for tasks, or the home of
 *     {@code run_as_user}
 * @param environment variables set in addition to a minimal environment
 * @param secretVariables which of those hold secrets: their values, of at least {@value #LEAST_SECRET} characters, are kept out
 *     of the output
 * @param timeout bound of one attempt; null for the hub's default
 * @param stdin text for standard input; null for an empty one
 * @param runAsUser name of the user to run as, as far as the agent's policy allows; null for the agent's own
 * @param privileged whether to run as root, which the agent's policy must allow; null for false
 * @param shell whether {@code command} is a script for a shell, which the agent's policy must allow; null for false
 */
public record CommandSpec(
        String command,
        List<String> args,
        @Nullable String workingDir,
        Map<String, String> environment,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> secretVariables,
        @Nullable Duration timeout,
        @Nullable String stdin,
        @Nullable String runAsUser,
        @Nullable Boolean privileged,
        @Nullable Boolean shell)
        implements TaskSpec {

    /** The value of {@code type} in JSON. */
    public static final String TYPE = "command";

    /** What is shorter would be found in any output. */
    public static final int LEAST_SECRET = 4;

    private static final int MAX_USER = 256;

    /** No number, which would be a user's id, and nothing that a program could take for an option. */
    private static final Pattern USER = Pattern.compile("(?![0-9]+$)[\\p{L}\\p{N}_][\\p{L}\\p{N}_.@\\\\-]*\\$?");

    /** @throws SpecException naming the field at fault */
    @SuppressWarnings({"ConstantValue", "NullAway"}) // JSON leaves out what is optional
    public CommandSpec {
        SpecException.check(command != null && !command.isBlank(), "command", "is required");
        SpecException.checkText(command, "command");
        args = args == null ? List.of() : SpecException.checkedList(args, "args");
        environment = Variables.checked(environment);
        secretVariables = Variables.checkedSecrets(secretVariables, environment);
        if (workingDir != null) {
            SpecException.checkText(workingDir, "working_dir");
            SpecException.check(workingDir.startsWith("/"), "working_dir", "must be an absolute path");
        }
        SpecException.checkTimeout(timeout);
        if (runAsUser != null || Boolean.TRUE.equals(privileged)) {
            Variables.checkForShell(environment);
        }
        if (runAsUser != null) {
            SpecException.check(
                    runAsUser.length() <= MAX_USER && USER.matcher(runAsUser).matches(),
                    "run_as_user",
                    "must be the name of a user");
            SpecException.check(!Boolean.TRUE.equals(privileged), "run_as_user", "cannot go with privileged");
        }
    }

    /** A program that runs as the agent's own user, without a shell. */
    public CommandSpec(
            String command,
            List<String> args,
            @Nullable String workingDir,
            Map<String, String> environment,
            @Nullable Duration timeout,
            @Nullable String stdin) {
        this(command, args, workingDir, environment, List.of(), timeout, stdin, null, null, null);
    }

    /** Whether it is to run as root. */
    public boolean wantsPrivilege() {
        return Boolean.TRUE.equals(privileged);
    }

    /** Whether {@code command} is a script for a shell. */
    public boolean usesShell() {
        return Boolean.TRUE.equals(shell);
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
    @JsonIgnore
    public List<String> secretTexts() {
        return Variables.texts(secretVariables, environment);
    }

    @Override
    public CommandSpec masked() {
        return new CommandSpec(
                command,
                args,
                workingDir,
                Variables.masked(environment),
                secretVariables,
                timeout,
                stdin == null ? null : HttpAuth.MASK,
                runAsUser,
                privileged,
                shell);
    }

    @Override
    public String toString() {
        return "CommandSpec[" + command + "]";
    }
}
