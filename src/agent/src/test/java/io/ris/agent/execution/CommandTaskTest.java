package io.ris.agent.execution;

import static io.ris.agent.testing.Offers.command;
import static io.ris.agent.testing.Offers.shell;
import static io.ris.agent.testing.Offers.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.ris.protocol.AgentFrame;
import io.ris.protocol.CommandResult;
import io.ris.protocol.CommandSpec;
import io.ris.protocol.ResultStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
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

    @AutoClose
    private Workbench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new Workbench(directory);
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

        CommandResult result = bench.command(started("t", command("printf", args)));

        String out = new String(bench.stdout(result), StandardCharsets.UTF_8);
        assertThat(out).isEqualTo(String.join("\0", nasty) + "\0");
        assertThat(bench.work().resolve("pwned")).doesNotExist();
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
                .filteredOn(name -> !name.startsWith("LC_"))
                .isSubsetOf("GREETING", "PATH", "HOME", "LANG", "USER", "TMPDIR", "TZ", "PWD", "SHLVL", "_");
        assertThat(out).contains("GREETING=a b$c\n");
    }

    @Test
    void variablesReachTheProgramUnchangedWhateverTheirNames() {
        Map<String, String> variables = new HashMap<>();
        for (String name : List.of(
                "dir",
                "stat",
                "s",
                "spring.profiles.active",
                "IFS",
                "PS1",
                "PWD",
                "OPTIND",
                "PPID",
                "UID",
                "_",
                "-x",
                "1",
                "a b",
                "it's",
                "back\\slash",
                "$dollar",
                "#no",
                "%",
                "RIS_CARRIED_0",
                "RIS_TASK_A",
                "prénom")) {
            variables.put(name, "the ${value} 'of' " + name + "\n--\\");
        }

        CommandResult result =
                bench.command(started("t", new CommandSpec("env", List.of("-0"), null, variables, null, null)));

        List<String> seen = List.of(new String(bench.stdout(result), StandardCharsets.UTF_8).split("\0"));
        assertThat(seen)
                .containsAll(variables.entrySet().stream().map(Object::toString).toList());
        assertThat(seen).filteredOn(line -> line.startsWith("RIS_CARRIED_")).hasSize(1);
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
        assertThat(bench.stdout(result)).containsExactly(0, 0xff, 0x80, 'a', 'b', 'c', '\n');
    }
}
