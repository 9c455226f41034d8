package io.ris.agent.execution;

import static io.ris.agent.testing.Offers.started;
import static io.ris.agent.testing.PlayedEngine.HANGS_UP;
import static io.ris.agent.testing.PlayedEngine.ok;
import static io.ris.agent.testing.PlayedEngine.piece;
import static io.ris.agent.testing.PlayedEngine.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ris.agent.testing.PlayedEngine;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.DockerResult;
import io.ris.protocol.Json;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.ResultStatus;
import io.ris.protocol.TaskSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of containers whose engine goes away, and of those that somebody else removes. */
class ContainerTaskTest {

    private static final String CREATED = container("created", 0);
    private static final String RUNNING = container("running", 0);
    private static final String ENDED = container("exited", 3);
    private static final String BROKEN_OFF = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
    private static final String GONE = refused(404, "no such container");

    @TempDir
    private Path directory;

    private PlayedEngine engine;
    private Workbench bench;

    @BeforeEach
    void open() throws IOException {
        Path socket = directory.resolve("engine.sock");
        engine = new PlayedEngine(socket)
                .on("POST /containers/create", ok("{\"Id\":\"c1\"}"))
                .on("POST /containers/c1/start", ok(""))
                .on("POST /containers/c1/stop", ok(""))
                .on("POST /containers/c1/wait", ok("{\"StatusCode\":3}"))
                .on("GET /containers/c1/logs", ok(piece("hello")))
                .on("GET /containers/json", ok("[{\"Id\":\"c1\"}]"))
                .on("DELETE /containers/c1", ok(""));
        bench = Workbench.withEngine(directory, socket);
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
        engine.close();
    }

    private static String container(String status, int exitCode) {
        return ok(
                "{\"Id\":\"c1\",\"Name\":\"/app\",\"Config\":{\"Labels\":{\"ris.task_id\":\"t\"}},\"State\":{\"Status\":\""
                        + status + "\",\"ExitCode\":" + exitCode + "}}");
    }

    private static TaskSpec spec(String fields) {
        try {
            return Json.strict().readValue("{\"type\":\"docker\"," + fields + "}", TaskSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private AgentFrame.Result run() {
        return bench.run(started("t", spec("\"action\":\"run\",\"image\":\"app\"")));
    }

    private static DockerResult.Container container(AgentFrame.Result result) {
        return ((DockerResult) result.result()).container();
    }

    /** It may have been streamed, since an engine is asked again after a while only. */
    private String stdout(AgentFrame.Result result) {
        String inline = ((DockerResult) result.result()).stdout();
        return inline == null ? new String(bench.streamed(OutputStreamName.STDOUT), StandardCharsets.UTF_8) : inline;
    }

    @Test
    void anEngineThatGoesAwayWhileAContainerRunsIsAskedAgain() {
        engine.on("GET /containers/c1/json", CREATED, HANGS_UP, RUNNING, ENDED)
                .on("GET /containers/c1/logs", BROKEN_OFF + piece("he"), ok(piece("hello")));

        AgentFrame.Result result = run();

        assertThat(result.error()).isEqualTo("exit_code");
        assertThat(container(result).exitCode()).isEqualTo(3);
        assertThat(stdout(result)).isEqualTo("hello");
        assertThat(engine.asked("POST /containers/create")).hasSize(1);
        assertThat(engine.asked("DELETE /containers/c1")).hasSize(1);
    }

    @Test
    void aContainerThatNobodyLooksAfterAnyMoreIsRemoved() {
        engine.on("GET /containers/c1/json", CREATED, RUNNING)
                .on("GET /containers/c1/logs", refused(501, "no such log driver"))
                .on("DELETE /containers/c1", HANGS_UP, ok(""));

        AgentFrame.Result result = run();

        assertThat(result.error()).isEqualTo("engine_refused");
        Workbench.await().until(() -> engine.asked("DELETE /containers/c1").size() == 2);
    }

    @Test
    void howAContainerEndedIsKnownThoughWhoStoppedItRemovedIt() {
        engine.on("GET /containers/c1/json", CREATED, GONE)
                .on("GET /containers/c1/logs", ok(piece("hello")), GONE)
                .on("DELETE /containers/c1", refused(409, "removal of container c1 is already in progress"));

        AgentFrame.Result result = run();

        assertThat(result.error()).isEqualTo("exit_code");
        assertThat(container(result)).isEqualTo(new DockerResult.Container("c1", "app", "removed", 3, false));
    }

    @Test
    void aStopIsDoneThoughWhoRanTheContainerRemovedIt() {
        engine.on("GET /containers/app/json", RUNNING)
                .on("GET /containers/c1/json", RUNNING, GONE)
                .on("DELETE /containers/c1", GONE);

        AgentFrame.Result result = bench.run(started("t", spec("\"action\":\"stop\",\"service_name\":\"app\"")));

        assertThat(result.status()).as(result.toString()).isEqualTo(ResultStatus.COMPLETED);
        assertThat(container(result).state()).isEqualTo("removed");
    }

    @Test
    void anEngineThatDoesNotAnswerNowIsNoReasonForEver() throws IOException {
        engine.close();

        bench.say(started("t", spec("\"action\":\"run\",\"image\":\"app\"")));

        assertThat(bench.heard(AgentFrame.Rejected.class).getLast().reason()).isEqualTo("engine_unreachable");
    }
}
