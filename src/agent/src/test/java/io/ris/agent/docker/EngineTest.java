package io.ris.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("try") // an engine that is there and not spoken of
class EngineTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @TempDir
    private Path directory;

    private Path socket;
    private Engine engine;

    @BeforeEach
    void name() {
        socket = directory.resolve("engine.sock");
        engine = new Engine(socket);
    }

    private FakeEngine saying(String answer) throws IOException {
        return new FakeEngine(socket, FakeEngine.bytes(answer));
    }

    @Test
    void readsAnAnswerOfKnownLengthOrInChunksOrToItsEnd() throws Exception {
        for (String answer : new String[] {
            OK + "Content-Length: 9\r\n\r\n{\"Id\":7}\n and more",
            OK + "Transfer-Encoding: chunked\r\n\r\n4\r\n{\"Id\r\n5;x=y\r\n\":7}\n\r\n0\r\n\r\n",
            OK + "\r\n{\"Id\":7}"
        }) {
            try (FakeEngine fake = saying(answer)) {
                assertThat(engine.get("/x").path("Id").asInt()).isEqualTo(7);
                assertThat(fake.requests().getFirst()).startsWith("GET /x HTTP/1.1\r\n");
            }
            Files.delete(socket);
        }
    }

    @Test
    void anAnswerThatIsCutOffIsNone() throws IOException {
        try (FakeEngine fake = saying(OK + "Content-Length: 100\r\n\r\n{\"Id\":7}")) {
            assertThatThrownBy(() -> engine.get("/x")).isInstanceOf(EOFException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                ""
            })
    void whatIsNoEngineIsRefused(String answer) throws IOException {
        try (FakeEngine fake = saying(answer)) {
            assertThatThrownBy(() -> engine.get("/x")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aLineWithoutEndIsNotReadToItsEnd() throws IOException {
        try (FakeEngine fake = saying(OK + "X: " + "y".repeat(100_000))) {
            assertThatThrownBy(() -> engine.get("/x")).hasMessageContaining("without end");
        }
    }

    @Test
    void aRefusalHoldsTheEnginesWords() throws IOException {
        try (FakeEngine fake = saying("HTTP/1.1 409 Conflict\r\n\r\n{\"message\":\"in use\"}")) {
            assertThatThrownBy(() -> engine.get("/x"))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.code()).isEqualTo("name_taken"))
                    .hasMessage("in use");
        }
    }

    @Test
    void onlyAnEngineThatAnswersIsOne() throws IOException {
        assertThat(engine.answers()).isFalse();
        assertThat(Engine.of(Map.of("DOCKER_HOST", "tcp://127.0.0.1:2375")).answers())
                .isFalse();
        try (FakeEngine fake = saying(OK + "\r\nOK")) {
            assertThat(Engine.of(Map.of("DOCKER_HOST", "unix://" + socket)).answers())
                    .isTrue();
        }
        assertThat(engine.answers()).isFalse();
    }

    @Test
    void outputIsTakenApartAndCut() throws Exception {
        ByteArrayOutputStream logs = new ByteArrayOutputStream();
        logs.write(FakeEngine.bytes(OK + "\r\n"));
        piece(logs, 1, "abc");
        piece(logs, 2, "oh");
        piece(logs, 1, "defgh");
        Path stdout = directory.resolve("stdout");
        Path stderr = directory.resolve("stderr");
        LogCopy copy = new LogCopy(stdout, stderr, 6);
        try (FakeEngine fake = new FakeEngine(socket, logs.toByteArray())) {
            new Containers(engine).copyLogs("a/b", true, 5, copy);

            assertThat(fake.requests().getFirst())
                    .contains("/containers/a%2Fb/logs")
                    .contains("tail=5");
        }

        Files.delete(socket);
        piece(logs, 2, "more");
        piece(logs, 1, "ij");
        try (FakeEngine fake = new FakeEngine(socket, logs.toByteArray())) {
            new Containers(engine).copyRest("a", copy);
        }

        assertThat(stdout).hasContent("abcdef");
        assertThat(stderr).hasContent("ohmore");
        assertThat(copy.stdoutBeyond()).isEqualTo(4);
        assertThat(copy.stderrBeyond()).isZero();
    }

    private static void piece(ByteArrayOutputStream logs, int stream, String text) throws IOException {
        logs.write(new byte[] {(byte) stream, 0, 0, 0, 0, 0, 0, (byte) text.length()});
        logs.write(FakeEngine.bytes(text));
    }
}
