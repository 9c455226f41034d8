package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a shell would act on reaches a command as it was sent, in each of its fields, as whichever user it runs. */
@ExtendWith(SharedHub.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandTextsIT {

    private final Path directory = Scratch.directory("texts");
    private final List<String> texts = HostileTexts.arguments();
    private final Hub hub;
    private AgentProcess agent;

    CommandTextsIT(Hub hub) {
        this.hub = hub;
    }

    @BeforeAll
    void startAnAgentThatServesTwoUsers() {
        Path policy = directory.resolve("policy.json");
        Scratch.write(policy, "{\"users\":[\"" + System.getProperty("user.name") + "\",\"nobody\"]}");
        agent = AgentProcess.enrolledByCommand(hub, "texts-" + UUID.randomUUID(), "--policy", policy.toString());
    }

    @AfterAll
    void clean() {
        agent.close();
        hub.admin().delete("/platform/v1/ris/" + agent.id());
        Scratch.delete(directory);
    }

    /** Runs a command as the agent's user and as another one, to whom it must look the same. */
    private String stdout(Submission submission) {
        String own = completed(submission);
        assertThat(completed(submission.task("run_as_user", "nobody"))).isEqualTo(own);
        return own;
    }

    private String completed(Submission submission) {
        JsonNode task = hub.admin().run(submission);
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("completed");
        return task.path("result").path("stdout").asText();
    }

    @Test
    void asArguments() {
        List<String> arguments = new ArrayList<>(List.of("%s\\0"));
        arguments.addAll(texts);

        String heard = stdout(Submission.command(agent.id(), "printf", arguments.toArray(String[]::new)));

        assertThat(heard).isEqualTo(String.join("\0", texts) + "\0");
    }

    @Test
    void asVariables() {
        Map<String, String> variables = new LinkedHashMap<>();
        texts.forEach(text -> variables.put("TEXT_" + variables.size(), text));
        List<String> names = List.copyOf(variables.keySet());

        String heard = stdout(Submission.command(agent.id(), "printenv", "-0")
                .task("args", with("-0", names))
                .task("environment", variables));

        assertThat(heard).isEqualTo(String.join("\0", texts) + "\0");
    }

    private static List<String> with(String first, List<String> others) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }

    @Test
    void asStandardInput() {
        String all = String.join("\n", texts);

        assertThat(stdout(Submission.command(agent.id(), "cat").task("stdin", all)))
                .isEqualTo(all);
    }

    @Test
    void asTheDirectory() throws IOException {
        for (String text : names()) {
            Path place = Files.createDirectories(directory.resolve("in").resolve(text));

            assertThat(stdout(Submission.command(agent.id(), "pwd").task("working_dir", place.toString())))
                    .isEqualTo(place + "\n");
        }
    }

    @Test
    void asTheProgram() throws IOException {
        Path place = Files.createDirectories(directory.resolve("programs"));
        for (String text : names()) {
            Path program = Files.writeString(place.resolve(text), "#!/bin/sh\nprintf %s \"$0\"\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));

            assertThat(completed(Submission.command(agent.id(), program.toString())))
                    .isEqualTo(program.toString());
        }
    }

    /** Those that can be names of files. */
    private List<String> names() {
        return texts.stream()
                .filter(text -> !text.isEmpty() && !text.contains("/") && text.length() < 200)
                .toList();
    }
}
