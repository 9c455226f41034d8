package io.ris.agent;

import io.ris.protocol.AgentId;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine;

/** Starts the agent from the command line: {@code java -jar ris-agent.jar --help}. */
public final class Main {

    private Main() {}

    /** Ends the process with a code of {@link ExitCode}. */
    public static void main(String[] args) {
        // The client's own list of forbidden headers would keep tasks from naming a virtual host.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT %4$s %5$s%6$s%n");
        AgentCommand command = new AgentCommand(new Console(), Clock.systemUTC(), System.getenv());
        System.exit(new CommandLine(command)
                .addSubcommand(new StatusCommand(System.getenv()))
                .execute(args));
    }

    /** Connections on standard output, troubles on standard error, one line each. */
    private static final class Console implements Notices {

        @Override
        public void connected(URI hub, String name, AgentId agentId) {
            System.out.println("connected to " + hub + " as " + name + " (" + agentId + ")");
        }

        @Override
        public void disconnected(String reason, Duration next) {
            System.out.println("disconnected: " + reason + "; next attempt in " + next.toMillis() + " ms");
        }

        @Override
        public void dismissed(String reason) {
            System.err.println(reason + "; giving up");
        }

        @Override
        public void progress(String line) {
            System.err.println(line);
        }

        @Override
        public void failed(String line) {
            System.err.println(line);
        }
    }
}
