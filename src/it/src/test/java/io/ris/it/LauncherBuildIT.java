package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code ./ris} removes before it builds or tests, in a small tree whose Maven does nothing. */
class LauncherBuildIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path tree = Scratch.directory("tree");
    private final Path source = tree.resolve("src/hub/src/main/java/Moved.java");
    private final Path stale = tree.resolve("src/hub/target/classes/Moved.class");
    private final Path packaged = tree.resolve("src/hub/target/ris-hub/WEB-INF/classes/Moved.class");
    private final Path ofAnother = tree.resolve("src/agent/target/test-classes/MovedTest.class");
    private final Path report = tree.resolve("src/it/target/failsafe-reports/failsafe-summary.xml");

    @BeforeEach
    void plant() throws IOException {
        Files.copy(Program.repository().resolve("ris"), tree.resolve("ris"));
        write(source);
        write(tree.resolve("pom.xml"));
        Path maven = tree.resolve("bin/mvn");
        Files.createDirectories(maven.getParent());
        Files.writeString(maven, "#!/bin/sh\nexit 0\n");
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
        ris("build");
        for (Path built : List.of(stale, packaged, ofAnother, report)) {
            write(built);
        }
    }

    @AfterEach
    void delete() {
        Scratch.delete(tree);
    }

    private static void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
    }

    private void ris(String command) {
        Map<String, String> environment = Map.of("PATH", tree.resolve("bin") + ":" + System.getenv("PATH"));
        try (Program ris =
                Program.start(environment, List.of(tree.resolve("ris").toString(), command))) {
            assertThat(ris.awaitExit(LIMIT)).as(ris.output()).isZero();
        }
    }

    private void move() throws IOException {
        Files.move(source, source.resolveSibling("Elsewhere.java"));
    }

    @Test
    void aBuildForgetsWhatCameOfASourceThatWasMoved() throws IOException {
        move();

        ris("build");

        assertThat(List.of(stale, packaged, ofAnother))
                .allSatisfy(file -> assertThat(file).doesNotExist());
    }

    @Test
    void aBuildOfWhatHasNotChangedForgetsNothing() {
        ris("build");

        assertThat(List.of(stale, packaged, ofAnother))
                .allSatisfy(file -> assertThat(file).exists());
    }

    @Test
    void testsBeginWithoutWhatWasMovedAndWithoutTheReportsBefore() throws IOException {
        ris("test");
        assertThat(report).doesNotExist();
        assertThat(stale).exists();

        move();
        ris("test");

        assertThat(List.of(stale, packaged, ofAnother))
                .allSatisfy(file -> assertThat(file).doesNotExist());
    }
}
