package io.ris.agent.execution;

import static io.ris.agent.testing.Offers.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ris.agent.files.FilePush;
import io.ris.agent.policy.AgentPolicy;
import io.ris.agent.testing.Offers;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.FileResult;
import io.ris.protocol.FileSpec;
import io.ris.protocol.HubFrame;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.ResultStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTaskTest {

    private static final String HELLO_SHA = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    private Path directory;

    @TempDir
    private Path place;

    @AutoClose
    private Workbench bench;

    @BeforeEach
    void open() throws IOException {
        place = place.toRealPath();
        bench = new Workbench(directory);
    }

    private static FileSpec push(Path path, String content) {
        return push(path, content, null, null, null);
    }

    private static FileSpec push(Path path, String content, String sha256, String mode, Boolean overwrite) {
        return new FileSpec("push", path.toString(), content, null, sha256, mode, overwrite, null, null, null);
    }

    private static FileSpec pull(Path path, String sha256, Integer maxSize) {
        return new FileSpec("pull", path.toString(), null, null, sha256, null, null, null, maxSize, null);
    }

    private AgentFrame.Result run(FileSpec spec) {
        return bench.run(started("t-" + bench.heard().size(), spec));
    }

    private FileResult completed(FileSpec spec) {
        AgentFrame.Result result = run(spec);
        assertThat(result.status()).as(result.toString()).isEqualTo(ResultStatus.COMPLETED);
        return (FileResult) result.result();
    }

    private void assertFailed(FileSpec spec, String error) throws IOException {
        AgentFrame.Result result = run(spec);
        assertThat(result.status()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.error()).as(result.toString()).isEqualTo(error);
        assertNothingBeside();
    }

    private void assertNothingBeside() throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            assertThat(files.filter(path -> path.getFileName().toString().startsWith(".ris")))
                    .isEmpty();
        }
    }

    @Test
    void writesANewFile() throws IOException {
        FileResult result = completed(push(place.resolve("new"), "hello"));

        assertThat(result.changed()).isTrue();
        assertThat(result.sha256()).isEqualTo(HELLO_SHA);
        assertThat(result.mode()).isEqualTo("0644");
        assertThat(place.resolve("new")).hasContent("hello");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place.resolve("new"))))
                .isEqualTo("rw-r--r--");
        assertNothingBeside();
    }

    @Test
    void replacesAFileAndKeepsItsModeUnlessToldOne() throws IOException {
        Path file = Files.writeString(place.resolve("file"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(completed(push(file, "hello")).mode()).isEqualTo("0640");
        assertThat(completed(push(file, "hello", HELLO_SHA.toUpperCase(java.util.Locale.ROOT), "0755", null))
                        .mode())
                .isEqualTo("0755");
        assertThat(file).hasContent("hello");
    }

    @Test
    void leavesAFileAloneThatIsAsItShouldBe() throws IOException {
        Path file = Files.writeString(place.resolve("file"), "hello");
        Object before = Files.getAttribute(file, "unix:ino");

        FileResult result = completed(push(file, "hello", null, null, false));

        assertThat(result.changed()).isFalse();
        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(before);
    }

    @Test
    void replacesNothingWhereToldSo() throws IOException {
        Path file = Files.writeString(place.resolve("file"), "old");

        assertFailed(push(file, "new", null, null, false), "exists");
        assertThat(file).hasContent("old");
        assertThat(completed(push(place.resolve("other"), "new", null, null, false))
                        .changed())
                .isTrue();
        assertThat(place.resolve("other")).hasContent("new");
        assertNothingBeside();
    }

    @Test
    void contentOfAnotherChecksumTouchesNothing() throws IOException {
        Path file = Files.writeString(place.resolve("file"), "old");

        assertFailed(push(file, "hellO", HELLO_SHA, null, null), "checksum_mismatch");
        assertThat(file).hasContent("old");
    }

    @Test
    void writesBytes() throws IOException {
        byte[] bytes = {0, (byte) 0xff, 13, 10};
        FileSpec spec = new FileSpec(
                "push",
                place.resolve("bytes").toString(),
                Base64.getEncoder().encodeToString(bytes),
                "base64",
                null,
                "600",
                null,
                null,
                null,
                null);

        assertThat(completed(spec).mode()).isEqualTo("0600");
        assertThat(Files.readAllBytes(place.resolve("bytes"))).isEqualTo(bytes);
    }

    @Test
    void makesDirectoriesWhereToldSo() throws IOException {
        Path file = place.resolve("a/b/file");
        FileSpec making = new FileSpec("push", file.toString(), "x", null, null, null, null, true, null, null);

        assertFailed(push(file, "x"), "not_found");
        assertThat(completed(making).changed()).isTrue();
        assertThat(file).hasContent("x");
    }

    @Test
    void whatIsNoFileIsNotReplaced() throws IOException {
        Files.createDirectory(place.resolve("directory"));
        Files.createSymbolicLink(place.resolve("dangling"), place.resolve("absent"));

        assertFailed(push(place.resolve("directory"), "x"), "not_a_file");
        assertFailed(push(place.resolve("dangling"), "x"), "not_a_file");
        assertFailed(push(place.resolve("dangling/x"), "x"), "not_a_file");
        assertFailed(pull(place.resolve("directory"), null, null), "not_a_file");
    }

    @Test
    void aLinkIsFollowedToItsFileAndStays() throws IOException {
        Path file = Files.writeString(place.resolve("file"), "old");
        Path link = Files.createSymbolicLink(place.resolve("link"), file);

        FileResult result = completed(push(link, "new"));

        assertThat(result.path()).isEqualTo(file.toString());
        assertThat(file).hasContent("new");
        assertThat(link).isSymbolicLink();
    }

    @Test
    void bringsAFileBack() throws IOException {
        Path file = Files.writeString(place.resolve("file"), "hello");

        FileResult result = completed(pull(file, HELLO_SHA, 5));

        assertThat(result.content()).isEqualTo("hello");
        assertThat(result.size()).isEqualTo(5);
        assertThat(result.sha256()).isEqualTo(HELLO_SHA);
        assertThat(result.changed()).isNull();
    }

    private Path random(int size) throws IOException {
        byte[] bytes = new byte[size];
        new java.util.Random(1).nextBytes(bytes);
        return Files.write(place.resolve("file"), bytes);
    }

    private void assertCame(Path file, AgentFrame.Result result) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        assertThat(result.status()).as(result.toString()).isEqualTo(ResultStatus.COMPLETED);
        FileResult pulled = (FileResult) result.result();
        assertThat(pulled.content()).isNull();
        assertThat(bench.streamed(OutputStreamName.CONTENT)).isEqualTo(bytes);
        assertThat(pulled.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }

    @Test
    void aLargeFileGoesAheadOfItsResult() throws Exception {
        Path file = random((int) OutputStreamName.DEFAULT_LIMIT);

        assertCame(file, run(pull(file, null, null)));
    }

    @Test
    void asMuchComesBackAsTheHubKeeps() throws Exception {
        Path file = random(15_000_000);

        assertThat(run(pull(file, null, null)).error()).isEqualTo("too_large");
        assertCame(file, bench.run(Offers.keeping(15_000_000, "t", pull(file, null, 20_000_000))));
    }

    @Test
    void aFileThatIsTooLargeOrAnotherIsNotBroughtBack() throws IOException {
        Path file = Files.writeString(place.resolve("file"), "hello!");

        assertFailed(pull(file, null, 5), "too_large");
        assertFailed(pull(file, HELLO_SHA, null), "checksum_mismatch");
        assertFailed(pull(place.resolve("absent"), null, null), "not_found");
        assertThat(bench.streamed(OutputStreamName.CONTENT)).isEmpty();
    }

    @Test
    void theAgentsOwnFilesAreNobodysBusiness() throws IOException {
        Files.writeString(directory.resolve("key.pem"), "secret");
        Path sneaky = Files.createSymbolicLink(place.resolve("sneaky"), directory);

        for (FileSpec spec : List.of(
                pull(directory.resolve("key.pem"), null, null),
                pull(sneaky.resolve("key.pem"), null, null),
                push(sneaky.resolve("key.pem"), "x"),
                push(directory.resolve("policy.json"), "{}"))) {
            HubFrame.Offer offer = started("r-" + bench.heard().size(), spec);
            bench.say(offer);
            assertThat(bench.heard(AgentFrame.Rejected.class).getLast().reason())
                    .isEqualTo("policy_file");
        }
        assertThat(directory.resolve("key.pem")).hasContent("secret");
        assertThat(completed(push(bench.work().toRealPath().resolve("mine"), "x"))
                        .changed())
                .isTrue();
    }

    @Test
    void aFullDiskKeepsTheFileThatIsThere() throws Exception {
        Path small = Files.createDirectory(place.resolve("small"));
        assumeThat(Mount.tmpfs(small, "64k")).as("may mount").isTrue();
        try {
            Path file = Files.writeString(small.resolve("file"), "old");

            assertFailed(push(file, "x".repeat(100_000)), "disk_full");
            assertThat(file).hasContent("old");
        } finally {
            Mount.gone(small);
        }
    }

    /** A push of an agent that was killed, as it finds its journal again. */
    private AgentFrame.Result resumed(FileSpec spec, boolean cameToTheStep, boolean besideIsThere) throws IOException {
        HubFrame.Offer offer = started("killed", spec);
        Path journalled = bench.journalled(offer);
        bench.run(offer);
        bench.close();
        Files.delete(journalled.resolve("result.json"));
        Files.deleteIfExists(journalled.resolve("in-place"));
        if (cameToTheStep) {
            Files.writeString(journalled.resolve("in-place"), "x");
        }
        if (besideIsThere) {
            Files.writeString(Path.of(spec.path()).resolveSibling(".ris-killed.1"), "half", StandardCharsets.UTF_8);
        }
        Files.deleteIfExists(Path.of(spec.path()));
        Files.writeString(Path.of(spec.path()), "what came after");
        bench = new Workbench(directory);
        return bench.result(offer);
    }

    @Test
    void aPushThatWasKilledBeforeItsStepIsMade() throws IOException {
        AgentFrame.Result result = resumed(push(place.resolve("file"), "hello"), false, true);

        assertThat(result.status()).isEqualTo(ResultStatus.COMPLETED);
        assertThat(place.resolve("file")).hasContent("hello");
        assertNothingBeside();
    }

    @Test
    void aPushThatWasKilledAtItsStepIsMade() throws IOException {
        AgentFrame.Result result = resumed(push(place.resolve("file"), "hello"), true, true);

        assertThat(result.status()).isEqualTo(ResultStatus.COMPLETED);
        assertThat(place.resolve("file")).hasContent("hello");
        assertNothingBeside();
    }

    @Test
    void aPushThatWasStoppedBeforeItsStepLeavesNoNoteOfIt() throws Exception {
        Path file = place.resolve("file");
        AgentPolicy policy = AgentPolicy.byDefault(System.getProperty("user.name"), directory);
        FilePush push = new FilePush(push(file, "hello"), policy, "t.1", directory);

        assertThatThrownBy(() -> push.run(() -> false)).isInstanceOf(CancellationException.class);

        assertThat(push.resume(() -> true)).isPresent();
        assertThat(file).hasContent("hello");
    }

    @Test
    void aPushThatWasMadeIsNotMadeAgainOverWhatCameAfter() throws IOException {
        AgentFrame.Result result = resumed(push(place.resolve("file"), "hello"), true, false);

        assertThat(result.error()).isEqualTo("outcome_unknown");
        assertThat(place.resolve("file")).hasContent("what came after");
    }

    @Test
    @Tag("process")
    void thePolicySaysWhere() throws Exception {
        Path granted = Files.createDirectory(place.resolve("granted"));
        Path similar = Files.createDirectory(place.resolve("granted-not"));
        Files.createSymbolicLink(granted.resolve("out"), similar);
        bench.close();
        bench = Workbench.under(directory, "{\"files\":[\"" + granted + "\"],\"commands\":[]}");

        assertThat(completed(push(granted.resolve("file"), "x")).changed()).isTrue();
        for (Path path : List.of(similar.resolve("file"), granted.resolve("out/file"), place.resolve("file"))) {
            bench.say(started("r-" + bench.heard().size(), push(path, "x")));
            assertThat(bench.heard(AgentFrame.Rejected.class).getLast().reason())
                    .isEqualTo("policy_file");
            assertThat(path).doesNotExist();
        }
    }

    @Test
    void whoMayNotRunEveryProgramMayPutNoneInThePlaceOfAnother() throws Exception {
        bench.close();
        bench = Workbench.under(directory, "{\"commands\":[\"/usr/bin\"],\"directories\":[\"" + place + "\"]}");

        bench.say(started("t", push(place.resolve("file"), "x")));

        assertThat(bench.heard(AgentFrame.Rejected.class).getLast().reason()).isEqualTo("policy_file");
    }
}
