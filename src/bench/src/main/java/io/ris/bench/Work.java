package io.ris.bench;

import io.ris.protocol.CommandResult;
import io.ris.protocol.CommandSpec;
import io.ris.protocol.ConnectivityResult;
import io.ris.protocol.ConnectivityTestSpec;
import io.ris.protocol.DockerResult;
import io.ris.protocol.DockerSpec;
import io.ris.protocol.FileResult;
import io.ris.protocol.FileSpec;
import io.ris.protocol.HttpRequestSpec;
import io.ris.protocol.HttpResult;
import io.ris.protocol.TaskAttempt;
import io.ris.protocol.TaskResult;
import io.ris.protocol.TaskSpec;
import java.util.List;
import java.util.Map;

/** What a simulated agent does for a task. Called once per attempt, from the agent's event loop, so it must not block. */
@FunctionalInterface
interface Work {

    /** Succeeds at once with a result of the shape that the spec asks for. */
    Work NOTHING = (attempt, spec) -> switch (spec) {
        case CommandSpec command -> new CommandResult(0, "simulated\n", null, "", null, null, 0);
        case ConnectivityTestSpec test -> new ConnectivityResult(Map.of(), List.of(), null, null, null, 0);
        case DockerSpec docker ->
            new DockerResult(
                    new DockerResult.Container("simulated", "simulated", "exited", 0, false),
                    "",
                    null,
                    "",
                    null,
                    null,
                    0);
        case FileSpec file -> new FileResult(file.path(), 0, "", "0644", file.pushes(), null, null, 0);
        case HttpRequestSpec request -> new HttpResult(200, Map.of(), "simulated", null, null, 0);
    };

    TaskResult perform(TaskAttempt attempt, TaskSpec spec);
}
