package io.ris.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code ris bench NAME}: runs one benchmark. Exit code 0 if nothing was lost, 1 if something was, 2 for wrong usage. */
@Command(
        name = "ris bench",
        description = "Measures a hub with the load generator.",
        subcommands = {
            ConnectionsBench.class,
            TasksBench.class,
            DispatchBench.class,
            FanoutBench.class,
            FairnessBench.class,
            ReadsBench.class,
            ReportsBench.class,
            TimingBench.class
        })
public final class Main implements Runnable {

    @Unmatched
    private final List<String> unknown = new ArrayList<>();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs the benchmark that the arguments name. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::fail);
    }

    /** Reached only where no benchmark has the name. */
    @Override
    public void run() {
        String available = String.join(", ", spec.subcommands().keySet());
        String problem = unknown.isEmpty() ? "name a benchmark" : "there is no benchmark '" + unknown.getFirst() + "'";
        throw new ParameterException(spec.commandLine(), problem + "; available: " + available);
    }

    private static int fail(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        return switch (failure) {
            case IOException expected -> report(expected, command);
            case TimeoutException expected -> report(expected, command);
            default -> throw failure;
        };
    }

    private static int report(Exception expected, CommandLine command) {
        PrintWriter err = command.getErr();
        err.println("bench: " + expected.getMessage());
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}
