package io.ris.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ris completion}: a script by which a shell completes commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a script by which bash or zsh completes commands, options and their values.",
            "For bash, in ~/.bashrc:  source <(/path/to/ris completion bash)",
            "For zsh, in ~/.zshrc:    source <(/path/to/ris completion zsh)"
        })
final class CompletionCommand implements Callable<Integer> {

    /** Commands of the launcher itself, of which this program knows no more than the name. */
    private static final List<String> OF_LAUNCHER = List.of("agent", "build", "test", "bench", "version", "help");

    private static final List<String> SHELLS = List.of("bash", "zsh");

    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private String shell = "";

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandLine self = own();
        if (!SHELLS.contains(shell)) {
            throw new ParameterException(self, "SHELL: must be bash or zsh, not " + shell);
        }
        console.result(AutoComplete.bash("ris", withLauncher(self.getParent())).stripTrailing());
        return ExitCode.OK;
    }

    private CommandLine own() {
        if (spec == null) {
            throw new IllegalStateException("run through the command line only");
        }
        return spec.commandLine();
    }

    private static CommandLine withLauncher(CommandLine commands) {
        OF_LAUNCHER.stream()
                .filter(name -> !commands.getSubcommands().containsKey(name))
                .forEach(name -> commands.addSubcommand(CommandSpec.create().name(name)));
        return commands;
    }
}
