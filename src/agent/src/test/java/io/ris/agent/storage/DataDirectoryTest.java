package io.ris.agent.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    private Path directory;

    @Test
    void isClosedToOthers() throws Exception {
        Path made = directory.resolve("a/b");
        try (DataDirectory data = DataDirectory.open(made)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())))
                    .isEqualTo("rwx------");
            assertThat(data.work()).isDirectory();
        }
    }

    @Test
    void isClosedToOthersThoughItWasThereBefore() throws Exception {
        Path open = Files.createDirectories(directory.resolve("open"));
        Path journal = Files.createDirectory(open.resolve("journal"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(journal, PosixFilePermissions.fromString("rwxr-xr-x"));

        try (DataDirectory data = DataDirectory.open(open)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.journal())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void isHeldByOneAgentAtATime() throws Exception {
        DataDirectory first = DataDirectory.open(directory);

        assertThatExceptionOfType(DataDirectoryException.class)
                .isThrownBy(() -> DataDirectory.open(directory))
                .withMessageContaining("another agent is running");

        first.close();
        DataDirectory.open(directory).close();
    }

    @Test
    void aPlaceThatIsAFileIsRefusedInOneLine() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatExceptionOfType(DataDirectoryException.class)
                .isThrownBy(() -> DataDirectory.open(file))
                .withMessageContaining("cannot be used")
                .withMessageNotContaining("\n");
    }

    @Test
    void replacesFilesWhole() throws IOException {
        Path file = directory.resolve("file");
        Files.writeString(directory.resolve("file.tmp"), "left over from a crash");

        AtomicFile.write(file, "one");
        AtomicFile.writeDurably(file, "two");

        assertThat(file).hasContent("two");
        assertThat(directory.resolve("file.tmp")).doesNotExist();
    }
}
