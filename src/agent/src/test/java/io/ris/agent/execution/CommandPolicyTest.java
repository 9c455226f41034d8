package io.ris.agent.execution;

import static io.ris.agent.testing.Offers.command;
import static io.ris.agent.testing.Offers.started;
import static io.ris.agent.testing.Offers.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ris.agent.policy.PolicyException;
import io.ris.agent.testing.Offers;
import io.ris.protocol.AgentFrame;
import io.ris.protocol.CommandResult;
import io.ris.protocol.CommandSpec;
import io.ris.protocol.HubFrame;
import io.ris.protocol.ResultStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the machine's policy says of a command, and how it runs as another user. */
@Tag("process")
class CommandPolicyTest {

    /** What Debian and others give to nobody. */
    private static final String NOBODY = "nobody";

    @TempDir
    private Path directory;

    /** Where everybody can go. */
    @TempDir
    private Path open;

    private @Nullable Workbench bench;

    @BeforeEach
    void letEverybodyIn() throws IOException {
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void close() {
        if (bench != null) {
            bench.close();
        }
    }

    private Workbench under(String policy) throws IOException, PolicyException {
        bench = Workbench.under(directory, policy);
        return bench;
    }

    private static void assumeRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root becomes another user");
    }

    private static CommandSpec as(String user, Map<String, String> environment, String program, String... arguments) {
        return new CommandSpec(program, List.of(arguments), null, environment, List.of(), null, null, user, null, null);
    }

    private static CommandSpec in(Path workingDir, String program, String... arguments) {
        return new CommandSpec(program, List.of(arguments), workingDir.toString(), Map.of(), null, null);
    }

    private static CommandSpec privileged(String program, String... arguments) {
        return new CommandSpec(program, List.of(arguments), null, Map.of(), List.of(), null, null, null, true, null);
    }

    private static CommandSpec script(String script, String... arguments) {
        return new CommandSpec(script, List.of(arguments), null, Map.of(), List.of(), null, null, null, null, true);
    }

    private static void assertRefused(Workbench bench, CommandSpec spec, String reason, String words) {
        HubFrame.Offer offer = started("refused-" + bench.heard().size(), spec);
        bench.say(offer);
        AgentFrame.Rejected rejected = bench.heard(AgentFrame.Rejected.class).getLast();
        assertThat(rejected.taskAttempt()).isEqualTo(offer.taskAttempt());
        assertThat(rejected.reason()).isEqualTo(reason);
        assertThat(rejected.detail()).contains(words);
        assertThat(bench.journalled(offer)).doesNotExist();
    }

    private static CommandResult assertRuns(Workbench bench, CommandSpec spec) {
        HubFrame.Offer offer = started("runs-" + bench.heard().size(), spec);
        AgentFrame.Result result = bench.run(offer);
        assertThat(result.status()).as(String.valueOf(result)).isEqualTo(ResultStatus.COMPLETED);
        return bench.whole(offer, (CommandResult) result.result());
    }

    @Test
    void refusesOtherUsersPrivilegeAndShellByDefault() throws Exception {
        Workbench agent = under("{}");

        assertRefused(agent, as(NOBODY, Map.of(), "id"), "policy_user", NOBODY);
        assertRefused(agent, privileged("id"), "policy_privileged", "privileged");
        assertRefused(agent, script("id"), "policy_shell", "shell");
        assertRuns(agent, as(System.getProperty("user.name"), Map.of(), "id"));
    }

    @Test
    void offersNoTypeThatIsNotAllowedAndRefusesIt() throws Exception {
        Workbench agent = under("{\"types\":[\"http_request\"]}");

        assertThat(agent.ask(Assignments::capabilities)).containsExactly("http_request");
        assertRefused(agent, command("true"), "policy_type", "command");
    }

    @Test
    void runsAScriptWithItsParametersWhereAShellIsAllowed() throws Exception {
        Workbench agent = under("{\"shell\":true}");

        CommandResult result = assertRuns(agent, script("echo \"$1\" | tr a-z A-Z", "it's; $HOME"));

        assertThat(result.stdout()).isEqualTo("IT'S; $HOME\n");
    }

    @Test
    void refusesAShellThatIsNotAmongTheCommands() throws Exception {
        Workbench agent = under("{\"shell\":true,\"commands\":[\"/usr/bin/id\"]}");

        assertRefused(agent, script("id"), "policy_command", "/bin/sh");
    }

    @Test
    void comparesCommandsByWhatTheyReallyAre() throws Exception {
        Path allowed = Files.createDirectory(open.resolve("a"));
        Path tool = executable(allowed.resolve("tool"), "echo allowed");
        Path beside = executable(Files.createDirectory(open.resolve("ab")).resolve("tool"), "echo beside");
        Path way = Files.createSymbolicLink(allowed.resolve("way"), beside);
        Path name = Files.createSymbolicLink(open.resolve("name"), tool);
        Workbench agent = under("{\"commands\":[\"" + allowed + "\",\"/usr/bin/id\",\"/no/such/program\"]}");

        assertThat(assertRuns(agent, command(tool.toString())).stdout()).isEqualTo("allowed\n");
        assertThat(assertRuns(agent, command(name.toString())).stdout()).isEqualTo("allowed\n");
        assertRuns(agent, command("id"));
        assertRefused(agent, command(beside.toString()), "policy_command", beside.toString());
        assertRefused(agent, command(way.toString()), "policy_command", beside.toString());
        assertRefused(agent, command(allowed + "/../ab/tool"), "policy_command", beside.toString());
        assertRefused(agent, in(allowed, "../ab/tool"), "policy_command", beside.toString());
        assertRefused(agent, command("uname"), "policy_command", "uname");
    }

    private static Path executable(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void refusesVariablesThatCouldTurnAnAllowedCommandIntoAnother() throws Exception {
        CommandSpec preloading = new CommandSpec("id", List.of(), null, Map.of("LD_PRELOAD", "/tmp/x.so"), null, null);
        CommandSpec greeting = new CommandSpec("id", List.of(), null, Map.of("GREETING", "hello"), null, null);
        Workbench agent = under("{\"commands\":[\"/usr/bin/id\"],\"environment\":[\"GREETING\"]}");

        assertRefused(agent, preloading, "policy_environment", "LD_PRELOAD");
        assertRuns(agent, greeting);
    }

    @Test
    void refusesEveryVariableWhereCommandsAreListedAndVariablesAreNot() throws Exception {
        CommandSpec greeting = new CommandSpec("id", List.of(), null, Map.of("GREETING", "hello"), null, null);

        assertRefused(under("{\"commands\":[\"/usr/bin/id\"]}"), greeting, "policy_environment", "GREETING");
    }

    @Test
    void comparesDirectoriesByWhatTheyReallyAre() throws Exception {
        Path allowed = Files.createDirectory(open.resolve("a"));
        Path below = Files.createDirectories(allowed.resolve("b/c"));
        Path beside = Files.createDirectory(open.resolve("ab"));
        Path way = Files.createSymbolicLink(allowed.resolve("way"), beside);
        Workbench agent = under("{\"directories\":[\"" + allowed + "\"]}");

        assertThat(assertRuns(agent, in(allowed, "pwd")).stdout()).isEqualTo(allowed + "\n");
        assertThat(assertRuns(agent, in(below, "pwd")).stdout()).isEqualTo(below + "\n");
        assertRuns(agent, command("pwd"));
        assertRefused(agent, in(beside, "pwd"), "policy_directory", beside.toString());
        assertRefused(agent, in(way, "pwd"), "policy_directory", beside.toString());
        assertRefused(agent, in(allowed.resolve("../ab"), "pwd"), "policy_directory", beside.toString());
        assertRefused(agent, in(Path.of("/"), "pwd"), "policy_directory", "/");
    }

    @Test
    void looksAgainAtTheStartBecauseALinkMayHaveMoved() throws Exception {
        Path allowed = Files.createDirectory(open.resolve("a"));
        Path inside = Files.createDirectory(allowed.resolve("inside"));
        Path link = Files.createSymbolicLink(allowed.resolve("link"), inside);
        Workbench agent = under("{\"directories\":[\"" + allowed + "\"]}");
        HubFrame.Offer offer = waiting("moved", in(link, "touch", "touched"));
        agent.say(offer);
        assertThat(agent.heard(AgentFrame.Accepted.class)).hasSize(1);

        Files.delete(link);
        Files.createSymbolicLink(link, open);
        agent.say(new HubFrame.Start(offer.taskId(), offer.attempt(), Offers.EPOCH));

        AgentFrame.Result result = agent.result(offer);
        assertThat(result.status()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.error()).isEqualTo("policy_directory");
        assertThat(open.resolve("touched")).doesNotExist();
    }

    @Test
    void refusesTheAgentsOwnUserWhereOthersAloneAreListed() throws Exception {
        assertRefused(under("{\"users\":[\"nobody\"]}"), command("id"), "policy_user", System.getProperty("user.name"));
    }

    @Test
    void runsAsRootWhereThatIsAllowedThoughItsUserIsNot() throws Exception {
        assumeRoot();
        Workbench agent = under("{\"users\":[\"nobody\"],\"privileged\":true}");

        assertThat(assertRuns(agent, privileged("id", "-un")).stdout()).isEqualTo("root\n");
    }

    @Test
    void runsAsAnotherUserWithThatUsersGroupsAndEnvironment() throws Exception {
        assumeRoot();
        Workbench agent = under("{\"users\":[\"nobody\"]}");

        CommandResult ids = assertRuns(agent, as(NOBODY, Map.of(), "id"));
        CommandResult variables = assertRuns(agent, as(NOBODY, Map.of("GREETING", "a b$c\n'"), "env", "-0"));

        assertThat(ids.stdout()).startsWith("uid=65534(nobody)").doesNotContain("root");
        assertThat(variables.stdout().split("\0", -1))
                .contains("HOME=/nonexistent", "USER=nobody", "LOGNAME=nobody", "GREETING=a b$c\n'", "PWD=/")
                .noneMatch(variable -> variable.startsWith("RIS_TASK_"));
    }

    @Test
    void keepsVariablesOfOneNameInTheOtherApart() throws Exception {
        assumeRoot();
        Map<String, String> variables = Map.of("Z", "inner", "RIS_TASK_Z", "outer");

        CommandResult result = assertRuns(under("{\"users\":[\"nobody\"]}"), as(NOBODY, variables, "env"));

        assertThat(result.stdout().lines()).contains("Z=inner", "RIS_TASK_Z=outer");
    }

    @Test
    void argumentsAndOutputPassUnchangedToAndFromAnotherUser() throws Exception {
        assumeRoot();
        String[] nasty = {"%s|", "$(id)", "`id`", "; id", "--", "-x", "", "a  b", "'\"\\", "line\nfeed", "*", "=", "ü"};

        CommandResult result = assertRuns(under("{\"users\":[\"nobody\"]}"), as(NOBODY, Map.of(), "printf", nasty));

        assertThat(result.stdout()).isEqualTo(String.join("|", List.of(nasty).subList(1, nasty.length)) + "|");
    }

    @Test
    void anotherUserMayOpenItsOutputByName() throws Exception {
        assumeRoot();
        CommandSpec spec = as(NOBODY, Map.of(), "/bin/sh", "-c", "echo out >>/dev/stdout; echo err >>/dev/stderr");

        CommandResult result = assertRuns(under("{\"users\":[\"nobody\"]}"), spec);

        assertThat(result.stdout()).isEqualTo("out\n");
        assertThat(result.stderr()).isEqualTo("err\n");
    }

    @Test
    void variablesOfATaskDoNotReachWhatRunsBeforeItAsRoot() throws Exception {
        assumeRoot();
        Map<String, String> hostile = Map.of("LD_PRELOAD", "/no/such/library.so");

        // The loader complains in each program that has the variable: env and its shell, not what ran before as root.
        CommandResult result = assertRuns(under("{\"users\":[\"nobody\"]}"), as(NOBODY, hostile, "env"));

        assertThat(result.stdout()).contains("LD_PRELOAD=/no/such/library.so");
        assertThat(result.stderr().lines().filter(line -> line.contains("library.so")))
                .hasSize(1);
    }

    @Test
    void aUserWhoIsNotThereIsAnErrorOfTheTask() throws Exception {
        assumeRoot();
        AgentFrame.Result result =
                under("{\"users\":[\"nosuchuser\"]}").run(started("t", as("nosuchuser", Map.of(), "id")));

        assertThat(result.status()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.error()).isEqualTo("unknown_user");
    }

    @Test
    void endsTheProcessesOfAnotherUserToo() throws Exception {
        assumeRoot();
        Workbench agent = under("{\"users\":[\"nobody\"]}");
        HubFrame.Offer offer = started("long", as(NOBODY, Map.of(), "sleep", "600"));
        agent.say(offer);
        agent.say(new HubFrame.Cancel(offer.taskId(), offer.attempt(), Offers.EPOCH, "cancelled"));

        assertThat(agent.result(offer).status()).isEqualTo(ResultStatus.CANCELLED);
    }
}
