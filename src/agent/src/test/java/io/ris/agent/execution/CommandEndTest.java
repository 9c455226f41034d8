package io.ris.agent.execution;

import static io.ris.agent.testing.Offers.EPOCH;
import static io.ris.agent.testing.Offers.offer;
import static io.ris.agent.testing.Offers.shell;
import static io.ris.agent.testing.Offers.started;
import static io.ris.agent.testing.Offers.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.ris.protocol.AgentFrame;
import io.ris.protocol.CommandResult;
import io.ris.protocol.CommandSpec;
import io.ris.protocol.HubFrame;
import io.ris.protocol.OutputStreamName;
import io.ris.protocol.ResultStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How commands end that do not end by themselves. */
@Tag("process")
class CommandEndTest {

    @TempDir
    private Path directory;

    @AutoClose
    private Workbench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new Workbench(directory);
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
        CommandResult ended = (CommandResult) result.result();
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(new String(bench.stdout(ended), StandardCharsets.UTF_8)).isEqualTo("ready\ncleaned\n");
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

    @Test
    void exitStatusIsToldThoughItCannotBeNoted() {
        Path journalled = directory.resolve("journal").resolve("t.1");
        HubFrame.Offer offer = started("t", shell("ln -s /no/such/place \"$1/exit\"; exit 7", journalled.toString()));

        AgentFrame.Result result = bench.run(offer);

        assertThat(bench.journalled(offer)).isEqualTo(journalled);
        assertThat(result.error()).isEqualTo("exit_code");
        assertThat(((CommandResult) result.result()).exitCode()).isEqualTo(7);
    }

    @Test
    void cancelReachesACommandWhoseProcessesCouldNotBeNoted() throws IOException {
        Path pid = directory.resolve("pid");
        HubFrame.Offer offer = waiting("t", shell("echo $$ >\"$1\"; exec sleep 1000", pid.toString()));
        bench.say(offer);
        Files.createSymbolicLink(bench.journalled(offer).resolve("process"), Path.of("/no/such/place"));
        bench.say(new HubFrame.Start(offer.taskId(), 1, EPOCH));
        long process = pidIn(pid);

        bench.say(new HubFrame.Cancel(offer.taskId(), 1, EPOCH, null));

        AgentFrame.Result result = bench.result(offer);
        assertThat(result.status()).isEqualTo(ResultStatus.CANCELLED);
        assertThat(((CommandResult) result.result()).exitCode()).isEqualTo(143);
        Workbench.await().until(() -> !isAlive(process));
    }
}
