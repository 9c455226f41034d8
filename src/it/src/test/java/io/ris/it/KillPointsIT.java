package io.ris.it;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A step whose class or method was renamed fails the tests that kill there, and says so. */
class KillPointsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final int door = Scratch.port();
    private final int port = Scratch.port();
    private final Path directory = Scratch.directory("held");
    private Program program;

    @BeforeEach
    void start() {
        program = Program.start(
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        KillPoints.option(door),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreMain.class.getName(),
                        directory.toString(),
                        Integer.toString(port)));
        await("the program").atMost(LIMIT).until(this::listens);
    }

    /** Asked at the store's own port: the other one takes a single visitor, and that is the debugger. */
    private boolean listens() {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @AfterEach
    void stop() {
        program.close();
        Scratch.delete(directory);
    }

    @Test
    void namesTheStepWhoseMethodIsGone() {
        Step step = Step.before("stored", StoreMain.class.getName(), "renamed", "");
        assertThatThrownBy(() -> KillPoints.of(door, List.of(step)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("stored", "StoreMain.renamed", "not there any more");
    }

    @Test
    void namesTheStepWhoseClassIsGone() {
        Step step = Step.before("stored", "io.ris.it.Renamed", "main", "");
        assertThatThrownBy(() -> KillPoints.of(door, List.of(step)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("stored", "io.ris.it.Renamed", "not there any more");
    }
}
