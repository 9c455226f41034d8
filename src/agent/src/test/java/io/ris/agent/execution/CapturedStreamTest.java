package io.ris.agent.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.agent.journal.StreamProgress;
import io.ris.protocol.OutputData;
import io.ris.protocol.OutputStreamName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
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
        CapturedStream stream = stream(1_000_000);
        Files.write(stream.file(), new byte[] {'a', (byte) 0xc3});
        stream.stream();

        assertThat(stream.take(false)).containsExactly('a');
        assertThat(stream.take(false)).isEmpty();
        assertThat(stream.isDrained()).isFalse();
        assertThat(stream.take(true)).containsExactly(0xc3);
        assertThat(stream.isDrained()).isTrue();
    }

    private CapturedStream stream(long cap, String... secrets) {
        return new CapturedStream(
                OutputStreamName.STDOUT, directory, StreamProgress.NONE, cap, SecretMask.of(List.of(secrets)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void write(CapturedStream stream, String text) throws IOException {
        Files.writeString(stream.file(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void aSecretThatIsWrittenInPiecesIsMaskedAsAWhole() throws IOException {
        CapturedStream stream = stream(1_000_000, "hunter22");
        stream.stream();
        write(stream, "it is hun");
        assertThat(text(stream.take(false))).isEqualTo("it is ");
        write(stream, "ter2");
        assertThat(stream.take(false)).isEmpty();
        write(stream, "2, and hunger");
        assertThat(text(stream.take(false))).isEqualTo("********, and hunger");
        write(stream, " hunt");
        assertThat(text(stream.take(false))).isEqualTo(" ");
        assertThat(text(stream.take(true))).isEqualTo("hunt");
        assertThat(text(stream.readAll())).isEqualTo("it is ********, and hunger hunt");
        stream.acknowledge(3);
        stream.rewind();
        assertThat(text(stream.take(true))).isEqualTo("is ********, and hunger hunt");
    }

    @Test
    void aSecretIsMaskedWhereverPiecesEnd() throws IOException {
        String secret = "s3cr3t-token";
        String around = "x".repeat(OutputStreamName.CHUNK_LIMIT - 5);
        CapturedStream stream = stream(1_000_000, secret);
        stream.stream();
        write(stream, around + secret + around + secret);
        StringBuilder taken = new StringBuilder();
        for (byte[] piece = stream.take(true); piece.length > 0; piece = stream.take(true)) {
            taken.append(text(piece));
        }
        String masked = "*".repeat(secret.length());
        assertThat(taken).hasToString(around + masked + around + masked);
    }

    @Test
    void theBeginningOfASecretThatIsCutOffIsMaskedToo() throws IOException {
        CapturedStream stream = stream(10, "hunter22");
        stream.stream();
        write(stream, "it is hunter22");
        assertThat(text(stream.take(false))).isEqualTo("it is ");
        assertThat(text(stream.take(true))).isEqualTo("****");
        assertThat(text(stream.readAll())).isEqualTo("it is ****");
    }
}
