package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A newcomer's first command on what a clone holds, where nothing is built: {@code ./ris up}. */
class FreshCloneIT {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Pattern READY = Pattern.compile("(?m)^ready: https://\\S+");

    private final Path clone = Scratch.directory("clone");

    @AfterEach
    void delete() {
        Program.killMentioning(clone.toString());
        Scratch.delete(clone);
    }

    @Test
    void buildsWhatIsNotBuiltAndStarts() throws IOException {
        copySources();
        Map<String, String> environment =
                Map.of("RIS_BUILD", "", "RIS_SERVER_HTTP_PORT", "0", "METRICS_PORT", Integer.toString(Scratch.port()));
        List<String> up = List.of(
                clone.resolve("ris").toString(),
                "up",
                "--port",
                Integer.toString(Scratch.port()),
                "--data-dir",
                clone + "/data");

        try (Program first = Program.start(environment, up)) {
            first.awaitOutput(READY, LIMIT);
            assertThat(first.errorLines())
                    .as("visible progress")
                    .anyMatch(line -> line.contains("building hub"))
                    .anyMatch(line -> line.contains("RIS hub"));
            first.terminate();
            assertThat(first.awaitExit(LIMIT)).isZero();
        }
        try (Program second = Program.start(environment, up)) {
            second.awaitOutput(READY, LIMIT);
            assertThat(second.errorLines()).noneMatch(line -> line.contains("building"));
            assertNothingIsBuiltUnderIt(environment);
            second.terminate();
            assertThat(second.awaitExit(LIMIT)).isZero();
        }
    }

    /** A build would change the files of what runs: neither what is new is built meanwhile, nor what has changed. */
    private void assertNothingIsBuiltUnderIt(Map<String, String> environment) throws IOException {
        String launcher = clone.resolve("ris").toString();
        try (Program agent = Program.start(environment, List.of(launcher, "agent", "--version"))) {
            assertThat(agent.awaitExit(LIMIT)).isZero();
            assertThat(agent.errorLines()).isEmpty();
        }
        Files.setLastModifiedTime(clone.resolve("pom.xml"), FileTime.from(Instant.now()));
        try (Program agent = Program.start(environment, List.of(launcher, "agent", "--version"))) {
            assertThat(agent.awaitExit(LIMIT)).isZero();
            assertThat(agent.errorLines()).singleElement().asString().contains("not building agent");
        }
        for (String command : List.of("build", "test")) {
            try (Program build = Program.start(environment, List.of(launcher, command))) {
                assertThat(build.awaitExit(LIMIT)).isEqualTo(1);
                assertThat(build.errorLines()).singleElement().asString().contains("stop it first");
            }
        }
    }

    /** Copies what git tracks, or would: what a clone of this state of the sources holds. */
    private void copySources() throws IOException {
        Path repository = Program.repository();
        try (Program git =
                Program.start(Map.of(), List.of("git", "ls-files", "--cached", "--others", "--exclude-standard"))) {
            assertThat(git.awaitExit(LIMIT))
                    .as("exit code of git; %s", git.output())
                    .isZero();
            for (String file : git.stdout().lines().toList()) {
                Path source = repository.resolve(file);
                if (Files.isRegularFile(source)) {
                    Path target = clone.resolve(file);
                    Files.createDirectories(target.getParent());
                    Files.copy(source, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
