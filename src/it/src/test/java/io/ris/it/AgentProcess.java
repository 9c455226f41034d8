package io.ris.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ris.protocol.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An agent in a process of its own: {@code ./ris agent} with a data directory of its own. */
final class AgentProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Hub hub;
    private final JsonNode created;
    private final Path dataDir = Scratch.absent("agent");
    private final Map<String, String> environment;
    private List<String> options = List.of();
    private @Nullable Program program;

    private AgentProcess(Hub hub, JsonNode created, Map<String, String> environment) {
        this.hub = hub;
        this.created = created;
        this.environment = environment;
    }

    /** Creates an agent at the hub and starts it with its token, and waits until it is connected. */
    static AgentProcess enrolled(Hub hub, String name) {
        return enrolled(hub, hub.admin(), name);
    }

    /** The same in the tenant of a client. */
    static AgentProcess enrolled(Hub hub, RisApi api, String name) {
        return enrolled(hub, api, name, Map.of());
    }

    /** The same with variables in its environment. */
    static AgentProcess enrolled(Hub hub, RisApi api, String name, Map<String, String> environment) {
        AgentProcess agent = new AgentProcess(hub, api.createAgent(name), environment);
        agent.enrol(agent.enrolment());
        api.awaitConnected(agent.id());
        return agent;
    }

    /** Creates an agent and starts it as its enrolment command says, with further options, and waits until it is connected. */
    static AgentProcess enrolledByCommand(Hub hub, String name, String... options) {
        return enrolledByCommand(hub, Map.of(), name, options);
    }

    /** The same with these variables. */
    static AgentProcess enrolledByCommand(Hub hub, Map<String, String> environment, String name, String... options) {
        AgentProcess agent = new AgentProcess(hub, hub.admin().createAgent(name), environment);
        String command = agent.enrolment().path("command").asText();
        List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
        agent.options = List.of(options);
        arguments.addAll(agent.options);
        arguments.addAll(List.of("--data-dir", agent.dataDir.toString()));
        agent.program = Program.start(environment, arguments);
        agent.awaitConnected();
        return agent;
    }

    /** Starts it with the token of an enrolment. */
    void enrol(JsonNode enrolment) {
        launch(List.of(
                "--token",
                enrolment.path("token").asText(),
                "--ca-fingerprint",
                enrolment.path("ca_fingerprint").asText()));
    }

    private void launch(List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("--hub", hub.base().toString()));
        arguments.addAll(options);
        start(arguments);
    }

    private void start(List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("agent", "--data-dir", dataDir.toString()));
        arguments.addAll(options);
        if (program != null) {
            program.close();
        }
        program = Program.ris(environment, arguments);
    }

    /** Starts it again on its data directory, with the same options, without a token, as after a reboot of its machine. */
    void restart() {
        start(options);
    }

    /** The agent's {@code unique_client_id}. */
    String id() {
        return created.path("unique_client_id").asText();
    }

    /** The agent's number in its tenant. */
    int number() {
        return created.path("id").asInt();
    }

    /** Token, fingerprint and command that the hub gave for it. */
    JsonNode enrolment() {
        return created.path("enrolment");
    }

    /** Waits until the agent says of itself that it is connected. */
    void awaitConnected() {
        long pid = program().jvm().pid();
        await("agent connected")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> status(),
                        status -> status.path("pid").asLong() == pid
                                && "connected".equals(status.path("state").asText()));
    }

    JsonNode status() throws JsonProcessingException {
        return Json.lenient().readTree(Scratch.read(dataDir.resolve("status.json")));
    }

    /** A file of its data directory. */
    Path file(String name) {
        return dataDir.resolve(name);
    }

    Program program() {
        if (program == null) {
            throw new IllegalStateException("not started");
        }
        return program;
    }

    /** SIGKILL to the agent and to nothing else: what it runs goes on. */
    void kill() {
        ProcessHandle jvm = program().jvm();
        jvm.destroyForcibly();
        await("end of the agent").atMost(LIMIT).until(() -> !jvm.isAlive());
    }

    @Override
    public void close() {
        program().close();
        Program.killMentioning(dataDir.toString());
        Scratch.delete(dataDir.getParent());
    }
}
