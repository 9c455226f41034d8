package io.ris.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    @TempDir
    Path directory;

    @Test
    void prefersTheHubsOwnWordsOverLaterErrors() throws Exception {
        assertThat(lastWords("ris: the store is locked\n[ERROR   ] CWWKZ0002E: exception\nbye\n"))
                .isEqualTo("the store is locked");
    }

    @Test
    void findsErrorsInBothFormsOfLog() throws Exception {
        assertThat(lastWords("[ERROR   ] CWWKE0012E: no port\nstopping\n")).isEqualTo("[ERROR   ] CWWKE0012E: no port");
        assertThat(lastWords("{\"loglevel\":\"ERROR\",\"message\":\"no port\\nat x\"}\n{\"message\":\"stopping\"}\n"))
                .isEqualTo("[ERROR] no port");
        assertThat(lastWords("{\"loglevel\":\"SEVERE\",\"message\":\"ris: no port\"}\n"))
                .isEqualTo("no port");
    }

    @Test
    void fallsBackToTheLastLine() throws Exception {
        assertThat(lastWords("one\ntwo\n\n")).isEqualTo("two");
        assertThat(lastWords("")).isEqualTo("it said nothing");
        assertThat(lastWords("{not json\n")).isEqualTo("{not json");
    }

    @Test
    void ignoresWhatAnEarlierRunSaid() throws Exception {
        Path log = Files.writeString(directory.resolve("log"), "ris: old\n");
        LogTail tail = LogTail.from(log);
        Files.writeString(log, "new\n", StandardOpenOption.APPEND);

        assertThat(tail.lastWords()).isEqualTo("new");
    }

    private String lastWords(String text) throws Exception {
        Path log = directory.resolve("log");
        Files.writeString(log, "");
        LogTail tail = LogTail.from(log);
        Files.writeString(log, text);
        return tail.lastWords();
    }
}
