package io.ris.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFilesTest {

    @TempDir
    private Path proc;

    private ProcFiles files() {
        return new ProcFiles(proc);
    }

    private List<String> lines(String content, int most) throws IOException {
        Files.writeString(proc.resolve("file"), content);
        List<String> lines = new ArrayList<>();
        assertThat(files().eachLine("file", line -> {
                    lines.add(line.rest());
                    return lines.size() < most;
                }))
                .isTrue();
        return lines;
    }

    @Test
    void readsLineAfterLineUntilNoMoreIsWanted() throws IOException {
        assertThat(lines("a\n\nb b\n", 9)).containsExactly("a", "", "b b");
        assertThat(lines("a\nb", 9)).containsExactly("a", "b");
        assertThat(lines("a\nb\nc\n", 2)).containsExactly("a", "b");
        assertThat(lines("", 9)).isEmpty();
    }

    @Test
    void readsLinesThatLieAcrossTheEndOfTheBuffer() throws IOException {
        List<String> all = new ArrayList<>();
        for (int line = 0; line < 3_000; line++) {
            all.add("line " + line + "x".repeat(line % 97));
        }

        assertThat(lines(String.join("\n", all) + "\n", Integer.MAX_VALUE)).isEqualTo(all);
        assertThat(lines("y".repeat(ProcFiles.LONGEST - 1) + "\nz\n", 9)).hasSize(2);
        assertThat(lines("y".repeat(ProcFiles.LONGEST) + "\n", 9)).first().isEqualTo("y".repeat(ProcFiles.LONGEST));
    }

    @Test
    void aLineThatIsLongerThanTheBufferComesInPieces() throws IOException {
        assertThat(String.join("", lines("y".repeat(20_000) + "\nz\n", 9))).isEqualTo("y".repeat(20_000) + "z");
    }

    @Test
    void ofALongFileItReadsTheBeginning() throws IOException {
        Files.writeString(proc.resolve("file"), "y".repeat(ProcFiles.LONGEST) + "z");

        assertThat(files().read("file").orElseThrow().rest()).isEqualTo("y".repeat(ProcFiles.LONGEST));
    }

    @Test
    void whatIsNotThereAnswersNothing() {
        assertThat(files().read("absent")).isEmpty();
        assertThat(files().link("absent")).isEmpty();
        assertThat(files().firstLine("absent")).isEmpty();
        assertThat(files().eachLine("absent", line -> true)).isFalse();
    }

    @Test
    void aLinkIsReadThoughItPointsNowhere() throws IOException {
        Files.createSymbolicLink(proc.resolve("net"), Path.of("net:[42]"));

        assertThat(files().link("net")).contains("net:[42]");
    }

    @Test
    void aCursorReadsWhatIsThereAndZeroBeyond() {
        Cursor cursor = Cursor.of("  12 -7 0A1f word rest of it \n");

        assertThat(cursor.number()).isEqualTo(12);
        assertThat(cursor.number()).isEqualTo(-7);
        cursor.skipBlanks();
        assertThat(cursor.hex(2)).isEqualTo(10);
        assertThat(cursor.hex(9)).isEqualTo(0x1f);
        assertThat(cursor.word()).isEqualTo("word");
        assertThat(cursor.skipPast('?')).isFalse();
        assertThat(cursor.rest()).isEqualTo("rest of it");
        assertThat(cursor.number()).isZero();
        assertThat(cursor.word()).isEmpty();
        assertThat(cursor.next()).isZero();
        assertThat(cursor.left()).isZero();
    }
}
