package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The agent is killed while a command runs and comes back: the task ends as it should, and the command ran once. */
@ExtendWith(SharedHub.class)
class AgentKilledIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int EXIT_CODE = 7;

    /** Field 5 of {@code /proc/PID/stat}, counted behind the name in parentheses (proc(5)). */
    private static final Pattern GROUP = Pattern.compile("\\) \\S+ \\d+ (\\d+) ");

    private final Effects effects = new Effects();
    private final String label = "task";
    private final RisApi api;
    private final Hub hub;
    private AgentProcess agent;
    private String task;
    private long command;

    AgentKilledIT(Hub hub) {
        this.hub = hub;
        this.api = hub.admin();
    }

    @BeforeEach
    void killAgentInTheMiddleOfACommand() {
        agent = AgentProcess.enrolled(hub, "victim-" + UUID.randomUUID());
        task = api.submit(effects.appendBehindGate(agent.id(), label, EXIT_CODE).with("timeout", 120));
        command = effects.awaitBegun(label);
        api.awaitStatus(task, "running");
        agent.kill();
    }

    @AfterEach
    void clean() {
        ProcessHandle.of(command).ifPresent(ProcessHandle::destroyForcibly);
        agent.close();
        api.delete("/platform/v1/ris/" + agent.id());
    }

    @Test
    void findsTheCommandStillRunningAndReportsItsEnd() {
        api.awaitDisconnected(agent.id());
        assertThat(api.task(task).path("status").asText()).isEqualTo("running");
        agent.restart();
        api.awaitConnected(agent.id());
        assertThat(effects.total()).as("effects before the gate opens").isZero();
        effects.openGate(label);

        assertEndedOnceWithExitCodeAndOutput();
    }

    @Test
    void reportsACommandThatEndedWhileTheAgentWasDead() {
        effects.openGate(label);
        effects.awaitDone(label);
        await("end of the command").atMost(LIMIT).until(() -> !isAlive(command));
        agent.restart();

        assertEndedOnceWithExitCodeAndOutput();
    }

    @Test
    void saysThatTheOutcomeIsUnknownWhenTheCommandWasKilledAsWell() throws IOException {
        killGroup(processGroup(command));
        await("end of the command").atMost(LIMIT).until(() -> !isAlive(command));
        agent.restart();

        JsonNode ended = api.awaitFinal(task);

        assertThat(ended.path("status").asText()).isEqualTo("failed");
        assertThat(ended.path("error").asText()).isEqualTo("outcome_unknown");
        assertThat(effects.begins(label)).isEqualTo(1);
        assertThat(effects.total()).isZero();
    }

    private void assertEndedOnceWithExitCodeAndOutput() {
        JsonNode ended = api.awaitFinal(task);

        assertThat(ended.path("status").asText()).isEqualTo("failed");
        assertThat(ended.path("result").path("exit_code").asInt()).isEqualTo(EXIT_CODE);
        assertThat(ended.path("result").path("stdout").asText()).isEqualTo("begun\ndone\n");
        assertThat(ended.path("attempt").asInt()).isEqualTo(1);
        assertThat(effects.count(label)).isEqualTo(1);
        assertThat(effects.begins(label)).isEqualTo(1);
        api.awaitConnected(agent.id());
        assertThat(api.execute(Submission.command(agent.id(), "true"))
                        .data()
                        .path("status")
                        .asText())
                .as("a task after the restart")
                .isEqualTo("completed");
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    /** The process group of a command, which must not be the tests' own. */
    private static long processGroup(long pid) throws IOException {
        long group = groupIn(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        assertThat(group).isNotEqualTo(groupIn(Files.readString(Path.of("/proc/self/stat"))));
        return group;
    }

    private static long groupIn(String stat) {
        Matcher matcher = GROUP.matcher(stat);
        assertThat(matcher.find()).as("a process group in %s", stat).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private static void killGroup(long group) {
        try (Program kill = Program.start(Map.of(), List.of("sh", "-c", "kill -s KILL -- -" + group))) {
            assertThat(kill.awaitExit(LIMIT)).isZero();
        }
    }
}
