package io.ris.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ris.agent.enrolment.IdentityFiles;
import io.ris.agent.storage.AgentStatus;
import io.ris.agent.storage.DataDirectory;
import io.ris.protocol.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says how the agent on this machine is doing, by what lies in its data directory: needs no hub and changes nothing. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Says how the agent of a data directory is doing.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:it runs",
            "1:its data directory cannot be read",
            "3:it does not run; the state gave_up says that it ended by itself",
            "4:it was never enrolled"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class StatusCommand implements Callable<Integer> {

    static final int RUNNING = 0;
    static final int UNREADABLE = 1;
    static final int NOT_RUNNING = 3;
    static final int NEVER_ENROLLED = 4;

    private final Map<String, String> environment;

    @Spec
    private CommandSpec command;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "The agent's data directory.")
    private @Nullable Path dataDirectory;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the agent, where it has no --data-dir.")
    private @Nullable String name;

    @Option(names = "--json", description = "Answers in JSON.")
    private boolean json;

    StatusCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() {
        Path directory = DataDirectory.usual(dataDirectory, name, environment);
        try {
            Optional<AgentStatus> found = AgentStatus.read(directory);
            boolean enrolled = new IdentityFiles(directory).find().isPresent();
            if (found.isEmpty() || !enrolled) {
                return tell(Json.lenient().createObjectNode().put("state", "never_enrolled"), NEVER_ENROLLED);
            }
            boolean running = DataDirectory.isHeld(directory, found.get().pid());
            ObjectNode facts = Json.lenient().valueToTree(found.get());
            boolean gaveUp = AgentStatus.GAVE_UP.equals(found.get().state());
            if (!running && !gaveUp) {
                facts.put("state", "not_running");
            }
            facts.put("journal_bytes", DataDirectory.journalBytes(directory));
            return tell(facts, running ? RUNNING : NOT_RUNNING);
        } catch (IOException e) {
            command.commandLine().getErr().println(directory + " cannot be read: " + e);
            return UNREADABLE;
        }
    }

    private int tell(ObjectNode facts, int code) throws JsonProcessingException {
        var out = command.commandLine().getOut();
        if (json) {
            out.println(Json.lenient().writeValueAsString(facts));
        } else {
            facts.properties()
                    .forEach(fact -> out.println(fact.getKey().replace('_', ' ') + ": "
                            + (fact.getValue().isTextual()
                                    ? fact.getValue().asText()
                                    : fact.getValue().toString())));
        }
        return code;
    }
}
