package io.ris.cli.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ris.cli.CommandLines;
import io.ris.cli.Console;
import io.ris.cli.RefusedException;
import io.ris.cli.StopSignal;
import io.ris.cli.hub.Hubs;
import io.ris.cli.hub.PlayedHub;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The product's command line, at a hub that the test plays. */
abstract class TypedCommands {

    static final String ID = "018f-1";
    static final String TASK = "/platform/v1/task/" + ID;

    @TempDir
    Path directory;

    @AutoClose
    final PlayedHub hub = new PlayedHub();

    final Map<String, String> environment = new HashMap<>();
    final StopSignal stop = new StopSignal();
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    OutputStream output = bytes;
    String input = "";
    private Hubs hubs;

    @BeforeEach
    void login() throws RefusedException {
        hubs = hub.login(directory);
    }

    int type(String... arguments) {
        Console console = new Console(
                new PrintWriter(bytes, true, StandardCharsets.UTF_8),
                new PrintWriter(errors, true, StandardCharsets.UTF_8));
        Shell shell = new Shell(
                console,
                hubs,
                environment,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                output,
                errors,
                stop,
                Clock.systemUTC());
        CommandLine commands = CommandLines.at(shell);
        commands.setErr(new PrintWriter(errors, true, StandardCharsets.UTF_8));
        commands.setOut(new PrintWriter(bytes, true, StandardCharsets.UTF_8));
        return commands.execute(arguments);
    }

    String out() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }

    /** A command's task as the hub says it, with further fields. */
    static String task(String status, int attempt, String more) {
        return PlayedHub.data("{\"task_id\":\"" + ID + "\",\"type\":\"command\",\"status\":\"" + status
                + "\",\"client_id\":\"c-1\",\"attempt\":" + attempt + more + "}");
    }

    static String result(int exitCode, String stdout, String stderr) {
        return ",\"result\":{\"exit_code\":" + exitCode + ",\"stdout\":\"" + stdout + "\",\"stderr\":\"" + stderr
                + "\"}";
    }

    /** A piece of output as the hub says it. */
    static String piece(String text) {
        return PlayedHub.data("{\"data\":\"" + text + "\",\"encoding\":\"utf-8\"}");
    }
}
