package io.ris.agent.execution;

import static io.ris.agent.testing.Offers.EPOCH;
import static io.ris.agent.testing.Offers.command;
import static io.ris.agent.testing.Offers.offer;
import static io.ris.agent.testing.Offers.shell;
import static io.ris.agent.testing.Offers.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.ris.protocol.AgentFrame;
import io.ris.protocol.CommandResult;
import io.ris.protocol.CommandSpec;
import io.ris.protocol.HubFrame;
import io.ris.protocol.OutputData;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.ResultStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("process")
class CommandTaskTest {

    @TempDir
    private Path directory;

    private Workbench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new Workbench(directory);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    /** Waits for a line that a command writes, such as its process id. */
    private static long pidIn(Path file) {
        return Workbench.await()
                .until(() -> Files.exists(file) ? Files.readString(file).trim() : "", text -> !text.isEmpty())
                .transform(Long::parseLong);
    }

    @Test
    void runsAProgramAndBringsBackWhatItWrote() {
        AgentFrame.Result result = bench.run(started("t", shell("echo out; echo err >&2")));

        assertThat(result.status()).isEqualTo(ResultStatus.COMPLETED);
        assertThat(result.error()).isNull();
        CommandResult ended = (CommandResult) result.result();
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.stdout()).isEqualTo("out\n");
        assertThat(ended.stderr()).isEqualTo("err\n");
        assertThat(ended.droppedBytes()).isNull();
        assertThat(bench.heard())
                .extracting(frame -> frame.getClass().getSimpleName())
                .containsExactly("Accepted", "Started", "Result");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 42, 125, 126, 127, 128, 137, 255})
    void exitStatusIsExact(int status) {
        AgentFrame.Result result = bench.run(started("t", shell("exit " + status)));

        assertThat(result.status()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.error()).isEqualTo("exit_code");
        assertThat(((CommandResult) result.result()).exitCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6, 9, 11, 13, 14, 15})
    void deathBySignalIs128PlusItsNumberAndLeavesNoOtherTrace(int signal) {
        CommandResult result = bench.command(started("t", shell("echo before; kill -" + signal + " $$")));

        assertThat(result.exitCode()).isEqualTo(128 + signal);
        assertThat(result.stdout()).isEqualTo("before\n");
        assertThat(result.stderr()).isEmpty();
    }

    @Test
    void argumentsReachTheProgramUnchanged() {
        List<String> nasty = List.of(
                "$(touch pwned)",
                "`touch pwned`",
                "; touch pwned",
                "&& touch pwned",
                "| touch pwned",
                "> pwned",
                "$HOME",
                "${PATH}",
                "*",
                "?",
                "~",
                "a  b",
                "",
                " ",
                "'",
                "\"",
                "\\",
                "\\n",
                "line\nfeed",
                "tab\tstop",
                "-n",
                "--",
                "!!",
                "#no comment",
                "a=b",
                "%s%n",
                "ünï¢ødé 😀",
                "\u0001\u001b[31m",
                "x".repeat(100_000));
        String[] args = new String[nasty.size() + 1];
        args[0] = "%s\\0";
        for (int i = 0; i < nasty.size(); i++) {
            args[i + 1] = nasty.get(i);
        }

        bench.run(started("t", command("printf", args)));

        String out = new String(bytes("t"), StandardCharsets.UTF_8);
        assertThat(out).isEqualTo(String.join("\0", nasty) + "\0");
        assertThat(bench.work().resolve("pwned")).doesNotExist();
    }

    private byte[] bytes(String task) {
        CommandResult result =
                (CommandResult) bench.result(started(task, command("true"))).result();
        return result.stdout() == null
                ? bench.streamed(OutputStreamName.STDOUT)
                : new OutputData(
                                result.stdout(),
                                result.stdoutEncoding() == null ? OutputData.UTF_8 : result.stdoutEncoding())
                        .bytes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit", "cd", "eval", "export", ":", "set"})
    void builtinsOfAShellAreNotPrograms(String builtin) {
        AgentFrame.Result result = bench.run(started("t", command(builtin)));

        assertThat(result.error()).isEqualTo("command_not_found");
    }

    @Test
    void aCommandLineInOneStringGetsAHint() {
        AgentFrame.Result result = bench.run(started("t", command("uname -a")));

        assertThat(result.status()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.error()).isEqualTo("command_not_found");
        assertThat(result.detail()).contains("put arguments in args");
        assertThat(result.result()).isNull();
    }

    @Test
    void aFileThatMayNotBeExecutedIsDenied() throws IOException {
        Path file = Files.writeString(directory.resolve("script"), "#!/bin/sh\n");

        assertThat(bench.run(started("file", command(file.toString()))).error()).isEqualTo("permission_denied");
        assertThat(bench.run(started("dir", command(directory.toString()))).error())
                .isEqualTo("permission_denied");
    }

    @Test
    void runsInTheDirectoryGivenOrItsOwn() {
        CommandSpec inTemp = new CommandSpec("pwd", List.of(), directory.toString(), Map.of(), null, null);
        CommandSpec nowhere = new CommandSpec("pwd", List.of(), "/no/such/place", Map.of(), null, null);

        assertThat(bench.command(started("given", inTemp)).stdout()).isEqualTo(directory + "\n");
        assertThat(bench.command(started("own", command("pwd"))).stdout()).isEqualTo(bench.work() + "\n");
        assertThat(bench.run(started("missing", nowhere)).error()).isEqualTo("working_dir_missing");
    }

    @Test
    void environmentIsMinimalPlusWhatTheSpecSets() {
        CommandSpec spec = new CommandSpec("env", List.of(), null, Map.of("GREETING", "a b$c"), null, null);

        String out = bench.command(started("t", spec)).stdout();

        assertThat(out.lines().map(line -> line.substring(0, line.indexOf('='))))
                .contains("GREETING", "PATH")
                .isSubsetOf("GREETING", "PATH", "HOME", "LANG", "USER", "TMPDIR", "PWD", "SHLVL", "_");
        assertThat(out).contains("GREETING=a b$c\n");
    }

    @Test
    void standardInputIsWhatTheSpecSaysOrEmpty() {
        CommandSpec spec = new CommandSpec("cat", List.of(), null, Map.of(), null, "line 1\nline 2");

        assertThat(bench.command(started("given", spec)).stdout()).isEqualTo("line 1\nline 2");
        assertThat(bench.command(started("empty", command("cat"))).stdout()).isEmpty();
    }

    @Test
    void binaryOutputArrivesByteForByte() {
        CommandResult result = bench.command(started("t", shell("printf '\\000\\377\\200abc\\n'")));

        assertThat(result.stdoutEncoding()).isEqualTo("base64");
        assertThat(bytes("t")).containsExactly(0, 0xff, 0x80, 'a', 'b', 'c', '\n');
    }

    @Test
    void timeoutEndsTheWholeGroupAndKeepsTheOutput() {
        Path grandchild = directory.resolve("grandchild");
        CommandSpec spec =
                shell("echo begun; sh -c 'echo $$ >\"$1\"; exec sleep 1000' sh \"$1\"; :", grandchild.toString());

        AgentFrame.Result result = bench.run(offer("t", spec, EPOCH, Duration.ofSeconds(1), true));

        assertThat(result.status()).isEqualTo(ResultStatus.TIMEOUT);
        assertThat(result.error()).isEqualTo("timeout");
        assertThat(new String(bench.streamed(OutputStreamName.STDOUT), StandardCharsets.UTF_8))
                .isEqualTo("begun\n");
        long process = pidIn(grandchild);
        Workbench.await().until(() -> !isAlive(process));
    }

    @Test
    void cancelKillsWhatIgnoresTermination() {
        Path pid = directory.resolve("pid");
        HubFrame.Offer offer =
                started("t", shell("trap '' TERM; echo $$ >\"$1\"; while :; do sleep 1; done", pid.toString()));
        bench.say(offer);
        long process = pidIn(pid);

        bench.say(new HubFrame.Cancel(offer.taskId(), 1, EPOCH, null));

        AgentFrame.Result result = bench.result(offer);
        assertThat(result.status()).isEqualTo(ResultStatus.CANCELLED);
        assertThat(((CommandResult) result.result()).exitCode()).isEqualTo(137);
        Workbench.await().until(() -> !isAlive(process));
    }

    @Test
    void cancelReachesGrandchildrenThatOutliveTheirParent() {
        Path pid = directory.resolve("pid");
        HubFrame.Offer offer = started(
                "t",
                shell(
                        "(trap '' TERM; sh -c 'echo $$ >\"$1\"; while :; do sleep 1; done' sh \"$1\") & wait",
                        pid.toString()));
        bench.say(offer);
        long grandchild = pidIn(pid);

        bench.say(new HubFrame.Cancel(offer.taskId(), 1, EPOCH, null));

        assertThat(bench.result(offer).status()).isEqualTo(ResultStatus.CANCELLED);
        Workbench.await().until(() -> !isAlive(grandchild));
    }

    @Test
    void cancelLetsAProgramCleanUp() {
        HubFrame.Offer offer = started("t", shell("trap 'echo cleaned; exit 3' TERM; echo ready; sleep 1000 & wait"));
        bench.say(offer);
        Path stdout = bench.journalled(offer).resolve("stdout");
        Workbench.await().until(() -> Files.exists(stdout) && Files.size(stdout) > 0);

        bench.say(new HubFrame.Cancel(offer.taskId(), 1, EPOCH, null));

        AgentFrame.Result result = bench.result(offer);
        assertThat(result.status()).isEqualTo(ResultStatus.CANCELLED);
        assertThat(((CommandResult) result.result()).exitCode()).isEqualTo(3);
        assertThat(new String(bytes("t"), StandardCharsets.UTF_8)).isEqualTo("ready\ncleaned\n");
    }

    @Test
    void outputIsStreamedWhileTheCommandRuns() throws IOException {
        Path go = directory.resolve("go");
        HubFrame.Offer offer = started(
                "t", shell("echo first; while [ ! -e \"$1\" ]; do sleep 0.05; done; echo second", go.toString()));
        bench.say(offer);
        Workbench.await().until(() -> bench.streamed(OutputStreamName.STDOUT).length > 0);
        assertThat(bench.results(offer)).isEmpty();

        Files.createFile(go);

        AgentFrame.Result result = bench.result(offer);
        assertThat(((CommandResult) result.result()).stdout()).isNull();
        assertThat(((CommandResult) result.result()).stderr()).isEmpty();
        assertThat(new String(bench.streamed(OutputStreamName.STDOUT), StandardCharsets.UTF_8))
                .isEqualTo("first\nsecond\n");
        assertThat(bench.heard()).last().isEqualTo(result);
    }

    @Test
    void longOutputIsStreamedInPiecesOfWholeCharacters() {
        bench.run(
                started("t", shell("i=0; while [ $i -lt 4000 ]; do echo 'ünï¢ødé 😀 zeilenlänge'; i=$((i+1)); done")));

        assertThat(new String(bench.streamed(OutputStreamName.STDOUT), StandardCharsets.UTF_8))
                .isEqualTo("ünï¢ødé 😀 zeilenlänge\n".repeat(4000));
        assertThat(bench.heard(AgentFrame.Output.class))
                .hasSizeGreaterThan(3)
                .allMatch(piece -> piece.bytes().length <= OutputStreamName.CHUNK_LIMIT)
                .allMatch(piece -> piece.encoding().equals(OutputData.UTF_8));
    }

    @Test
    void anUnreadWindowHoldsOutputBackUntilTheHubAcknowledges() {
        bench.acknowledgeOutput(false);
        HubFrame.Offer offer = started("t", shell("head -c 600000 /dev/zero"));
        bench.say(offer);
        Workbench.await().until(() -> bench.ask(Assignments::waitingResults) == 1);
        Workbench.await()
                .until(() -> bench.streamed(OutputStreamName.STDOUT).length
                        > CapturedStream.WINDOW - OutputStreamName.CHUNK_LIMIT);
        assertThat(bench.streamed(OutputStreamName.STDOUT).length).isLessThanOrEqualTo((int) CapturedStream.WINDOW);
        assertThat(bench.results(offer)).isEmpty();

        bench.acknowledgeOutput(true);
        bench.say(new HubFrame.OutputAck(
                offer.taskId(), 1, OutputStreamName.STDOUT, bench.streamed(OutputStreamName.STDOUT).length));

        bench.result(offer);
        assertThat(bench.streamed(OutputStreamName.STDOUT)).hasSize(600_000);
    }

    @Test
    void aHundredMegabytesStayBoundedAndAreCounted() {
        HubFrame.Offer offer = started(
                "t",
                shell("i=0; while [ $i -lt 100 ]; do head -c 1000000 /dev/zero; sleep 0.02; i=$((i+1)); done; exit 5"));
        bench.say(offer);
        Path stdout = bench.journalled(offer).resolve("stdout");
        AtomicLong largest = new AtomicLong();

        Workbench.await().until(() -> {
            largest.accumulateAndGet(Files.exists(stdout) ? onDisk(stdout) : 0, Math::max);
            return !bench.results(offer).isEmpty();
        });

        CommandResult result = (CommandResult) bench.result(offer).result();
        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(bench.streamed(OutputStreamName.STDOUT)).hasSize((int) OutputStreamName.DEFAULT_LIMIT);
        assertThat(largest.get()).isLessThan(50_000_000);
        assertThat(result.droppedBytes()).isEqualTo(100_000_000 - OutputStreamName.DEFAULT_LIMIT);
    }

    /** Bytes that a file takes on the disk, its holes not counted. */
    private static long onDisk(Path file) throws IOException {
        Process du = new ProcessBuilder("du", "--block-size=1", file.toString()).start();
        return Long.parseLong(
                new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\\s", 2)[0]);
    }

    @Test
    void eachByteOfAGigabyteAtFullSpeedIsCounted() {
        HubFrame.Offer offer = started("t", shell("head -c 1000000000 /dev/zero; exit 6"));
        bench.say(offer);

        Workbench.await().until(() -> !bench.results(offer).isEmpty());

        CommandResult result = (CommandResult) bench.result(offer).result();
        assertThat(result.exitCode()).isEqualTo(6);
        assertThat(result.droppedBytes()).isEqualTo(1_000_000_000 - OutputStreamName.DEFAULT_LIMIT);
    }

    @Test
    void keepsAsMuchAsTheOfferSays() {
        HubFrame.Offer usual = started("t", shell("head -c 3000000 /dev/zero"));
        HubFrame.Offer offer = new HubFrame.Offer(
                usual.taskId(),
                usual.attempt(),
                usual.epoch(),
                usual.spec(),
                usual.timeout(),
                usual.deadline(),
                usual.priority(),
                null,
                true,
                2_000_000L);
        bench.say(offer);

        CommandResult result = (CommandResult) bench.result(offer).result();
        assertThat(bench.streamed(OutputStreamName.STDOUT)).hasSize(2_000_000);
        assertThat(result.droppedBytes()).isEqualTo(1_000_000);
    }

    @Test
    void aCommandThatWasKilledWithItsSupervisorHasAnUnknownEnd() {
        Path pid = directory.resolve("pid");
        HubFrame.Offer offer = started("t", shell("echo $$ >\"$1\"; exec sleep 1000", pid.toString()));
        bench.say(offer);
        long process = pidIn(pid);
        ProcessHandle supervisor =
                ProcessHandle.of(process).orElseThrow().parent().orElseThrow();

        supervisor.destroyForcibly();

        AgentFrame.Result result = bench.result(offer);
        assertThat(result.status()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.error()).isEqualTo("outcome_unknown");
        Workbench.await().until(() -> !isAlive(process));
    }
}
