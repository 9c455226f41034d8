package io.ris.cli;

import io.ris.cli.alerts.AlertsCommand;
import io.ris.cli.audit.AuditCommand;
import io.ris.cli.fleet.AgentsCommand;
import io.ris.cli.hub.Hubs;
import io.ris.cli.hub.LoginCommand;
import io.ris.cli.hub.LogoutCommand;
import io.ris.cli.tasks.JobCommand;
import io.ris.cli.tasks.RunCommand;
import io.ris.cli.tasks.Shell;
import io.ris.cli.tasks.TaskCommand;
import io.ris.cli.tasks.TasksCommand;
import io.ris.cli.up.Programs;
import io.ris.cli.up.UpCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry of {@code ris-cli.jar}; the launcher {@code ris} passes the repository's root as {@code ris.home}. */
@Command(
        name = "ris",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Runs work on remote machines through connected agents.",
        synopsisSubcommandLabel = "COMMAND")
public final class Main {

    private Main() {}

    /** Runs one command and ends the process with its {@link ExitCode}. */
    public static void main(String[] args) {
        Path home = Path.of(System.getProperty("ris.home", "")).toAbsolutePath();
        Console console = new Console(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        StopSignal stop = StopSignal.ofThisProcess();
        UpCommand up =
                new UpCommand(console, System.getenv(), home, Programs.builtUnder(home), stop, Clock.systemUTC());
        Hubs hubs = new Hubs(System.getenv(), Clock.systemUTC());
        LoginCommand login = new LoginCommand(console, System.getenv(), home, hubs, System.in);
        Shell shell = new Shell(
                console,
                hubs,
                System.getenv(),
                System.in,
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                stop,
                Clock.systemUTC());
        Stream<Object> more = Stream.concat(Stream.of(login), commandsOfHub(shell));
        System.exit(commandLine(console, System.getenv(), up, more.toArray()).execute(args));
    }

    /** Those that ask the hub of the last login. */
    static Stream<Object> commandsOfHub(Shell shell) {
        return Stream.of(
                new LogoutCommand(shell.console(), shell.hubs()),
                new AgentsCommand(shell.console(), shell.hubs()),
                new RunCommand(shell),
                new TasksCommand(shell),
                TaskCommand.commandLine(shell),
                JobCommand.commandLine(shell),
                new AlertsCommand(shell.console(), shell.hubs()),
                new AuditCommand(shell.console(), shell.hubs()));
    }

    /** @param more commands that need a hub */
    static CommandLine commandLine(Console console, Map<String, String> environment, UpCommand up, Object... more) {
        CommandLine commands = new CommandLine(new Main())
                .addSubcommand(up)
                .addSubcommand(ConfigCommand.commandLine(console, environment));
        Stream.of(more).forEach(commands::addSubcommand);
        commands.addSubcommand(new CompletionCommand(console));
        commands.setExpandAtFiles(false); // arguments of programs to run may begin with @
        commands.setParameterExceptionHandler((wrong, typed) -> refuse(wrong, console));
        return commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof RefusedException refused) {
                refused.getMessage().lines().forEach(line -> console.note("ris: " + line));
                return refused.exitCode();
            }
            throw failure;
        });
    }

    /** What is wrong, and no more help than fits beside it. */
    private static int refuse(CommandLine.ParameterException wrong, Console console) {
        CommandLine command = wrong.getCommandLine();
        console.note("ris: " + wrong.getMessage());
        console.note(command.getHelp().fullSynopsis().strip());
        console.note(command.getCommandSpec().qualifiedName() + " --help says more");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"ris " + (version == null ? "(not packaged)" : version)};
        }
    }
}
