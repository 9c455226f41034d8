package io.ris.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {

    @TempDir
    private Path root;

    @Test
    void letsTheOperatorsOptionsComeAfterTheUsualOnes() throws IOException {
        Path launcher = root.resolve("src/hub/target/liberty/wlp/bin/tools/ws-server.jar");
        Files.createDirectories(launcher.getParent());
        Files.createFile(launcher);
        Files.createDirectories(root.resolve("liberty"));
        Files.writeString(root.resolve("liberty/jvm.options"), "# Usual ones.\n-Xmx512m\n");

        List<String> line = Programs.builtUnder(root).hub().line(List.of("-Xmx2g", "-Dx=y"));

        assertThat(line).containsSubsequence("-Xmx512m", "-Xmx2g", "-Dx=y", "-jar", launcher.toString());
    }

    @Test
    void saysWhatIsNotBuilt() {
        assertThatIOException()
                .isThrownBy(() -> Programs.builtUnder(root).hub().line(List.of()))
                .withMessageContaining("./ris build makes it");
    }
}
