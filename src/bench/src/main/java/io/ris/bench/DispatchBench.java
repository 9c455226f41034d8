package io.ris.bench;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ris bench dispatch}: what a user waits for while many agents are connected. */
@Command(
        name = "dispatch",
        description =
                "Times 'uname -a' from submit to result on a real agent while many simulated agents are connected.")
final class DispatchBench extends BenchCommand {

    private static final int CAPACITY = 4;

    @Option(names = "--agents", defaultValue = "10000", description = "Simulated agents (default ${DEFAULT-VALUE})")
    private int agents;

    @Option(names = "--count", defaultValue = "500", description = "Tasks per run (default ${DEFAULT-VALUE})")
    private int count;

    @Mixin
    private RunOptions options = new RunOptions();

    @Override
    Map<String, String> settings() {
        return roomFor(agents + 1);
    }

    @Override
    boolean measure(HubUnderTest hub, HubClient client) throws Exception {
        String prefix = uniquePrefix();
        try (EnrolledFleet simulated = new EnrolledFleet(hub, client, enrol(client, prefix, agents), CAPACITY)) {
            AgentFleet fleet = simulated.connect(options.connectLimit());
            say(agents + " simulated agents are connected");
            try (RealAgents real = RealAgents.start(1, hubOptions().home(), hub, client, prefix)) {
                Figures figures =
                        new Figures("tasks on a real agent, one at a time, with " + agents + " others connected");
                TaskLoad load = new TaskLoad(1, Pace.UNLIMITED, new CommandSubmission(client, real.clientIds()));
                RunFigures median = repeat(hub, load, options, count, figures);
                TasksBench.addLatency(figures, median);
                figures.add("simulated agents connected at the end", Long.toString(fleet.connected()));
                figures.none(
                        "disconnects of simulated agents",
                        fleet.counts().disconnects.sum());
                figures.print(out());
                return median.failed() == 0 && fleet.connected() == agents;
            }
        }
    }
}
