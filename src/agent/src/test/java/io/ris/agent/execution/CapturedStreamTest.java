package io.ris.agent.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.agent.journal.StreamProgress;
import io.ris.protocol.OutputData;
import io.ris.protocol.OutputStreamName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapturedStreamTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"a,1", "ab€,5", "😀,4", "é,2"})
    void wholeTextLosesNothing(String text, int length) {
        assertThat(OutputData.wholeCharacters(text.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({"61c3,1", "61e282,1", "61f09f98,1", "61f0,1", "f09f98,0", "e2,0"})
    void aCutOffCharacterIsLeftForLater(String hex, int length) {
        assertThat(OutputData.wholeCharacters(HexFormat.of().parseHex(hex))).isEqualTo(length);
    }

    @Test
    void theCutOffEndGoesAsItIsOnceTheStreamHasEnded() throws IOException {
        CapturedStream stream = new CapturedStream(OutputStreamName.STDOUT, directory, StreamProgress.NONE, 1_000_000);
        Files.write(stream.file(), new byte[] {'a', (byte) 0xc3});
        stream.stream();

        assertThat(stream.take(false)).containsExactly('a');
        assertThat(stream.take(false)).isEmpty();
        assertThat(stream.isDrained()).isFalse();
        assertThat(stream.take(true)).containsExactly(0xc3);
        assertThat(stream.isDrained()).isTrue();
    }
}
