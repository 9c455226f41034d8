package io.ris.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ris.protocol.report.Collector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {

    @TempDir
    private Path directory;

    private AgentPolicy read(String json) throws IOException, PolicyException {
        Files.writeString(directory.resolve("policy.json"), json);
        return PolicyFile.read(null, directory, "agent");
    }

    @Test
    void allowsEveryTypeWithoutAFile() throws Exception {
        AgentPolicy policy = PolicyFile.read(null, directory, "agent");

        assertThat(policy.file()).isEmpty();
        assertThat(policy.permitsType("command")).isTrue();
        assertThat(policy.permitsType("http_request")).isTrue();
    }

    @Test
    void readsTheFileOfTheDataDirectory() throws Exception {
        AgentPolicy policy = read("{\"types\":[\"http_request\"]}");

        assertThat(policy.file()).contains(directory.resolve("policy.json"));
        assertThat(policy.permitsType("command")).isFalse();
        assertThat(policy.permitsType("http_request")).isTrue();
    }

    @Test
    void saysWhatIsReportedOfTheMachine() throws Exception {
        AgentPolicy none = PolicyFile.read(null, directory, "agent");
        AgentPolicy some = read("{\"telemetry\":[\"host\",\"docker\"]}");
        AgentPolicy nothing = read("{\"telemetry\":[]}");

        for (Collector collector : Collector.values()) {
            assertThat(none.permitsCollector(collector)).isTrue();
            assertThat(some.permitsCollector(collector))
                    .isEqualTo(collector == Collector.HOST || collector == Collector.DOCKER);
            assertThat(nothing.permitsCollector(collector)).isFalse();
        }
    }

    @Test
    void prefersTheFileThatIsNamed() throws Exception {
        read("{\"types\":[\"http_request\"]}");
        Path named = Files.writeString(directory.resolve("named.json"), "{\"types\":[\"command\"]}");

        AgentPolicy policy = PolicyFile.read(named, directory, "agent");

        assertThat(policy.permitsType("command")).isTrue();
        assertThat(policy.permitsType("http_request")).isFalse();
    }

    @Test
    void refusesANamedFileThatIsNotThere() {
        assertThatThrownBy(() -> PolicyFile.read(directory.resolve("absent.json"), directory, "agent"))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("absent.json")
                .hasMessageContaining("cannot be read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"comands\":[]}|comands",
                "{\"types\":[\"comand\"]}|\"comand\" is no task type; there are command",
                "{\"types\":[]}|types: must name at least one",
                "{\"types\":\"command\"}|types",
                "{\"types\":null}|types: must not be null",
                "{\"users\":[null]}|users: must not hold null",
                "{\"users\":[\" \"]}|users: \" \" is no name",
                "{\"users\":[7]}|users[0]",
                "{\"privileged\":\"yes\"}|privileged",
                "{\"shell\":1}|shell",
                "{\"directories\":[\"srv\"]}|directories: \"srv\" is no absolute path",
                "{\"commands\":[\"ls\"]}|commands: \"ls\" is no absolute path",
                "{\"environment\":[\"\"]}|environment",
                "{\"telemetry\":[\"hosts\"]}|telemetry: \"hosts\" is no collector; there are host, docker, process, network",
                "{\"telemetry\":false}|telemetry",
                "{\"telemetry\":null}|telemetry: must not be null",
                "{\"shell\":true,\"shell\":false}|shell",
                "{\"types\":[\"command\"]|line 1",
                "{} {}|it is not JSON",
                "[]|must hold a JSON object",
                "~~|must hold a JSON object",
            })
    void refusesWhatIsDoubtfulAndNamesIt(String json, String words) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining(directory.resolve("policy.json").toString())
                .hasMessageContaining(words);
    }

    @Test
    void refusesAFileThatOthersCanWrite() throws Exception {
        read("{}");
        for (String permissions : new String[] {"rw--w----", "rw-----w-"}) {
            Files.setPosixFilePermissions(
                    directory.resolve("policy.json"), PosixFilePermissions.fromString(permissions));
            assertThatThrownBy(() -> PolicyFile.read(null, directory, "agent"))
                    .isInstanceOf(PolicyException.class)
                    .hasMessageContaining("can be written by others");
        }
    }

    @Test
    void refusesAFileInADirectoryThatOthersCanWrite() throws Exception {
        Path open = Files.createDirectory(directory.resolve("open"));
        Path file = Files.writeString(open.resolve("policy.json"), "{}");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> PolicyFile.read(file, directory, "agent"))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining(open + " can be written by others");
    }

    @Test
    void refusesALinkInADirectoryThatOthersCanWrite() throws Exception {
        read("{}");
        Path open = Files.createDirectory(directory.resolve("open"));
        Path link = Files.createSymbolicLink(open.resolve("link.json"), directory.resolve("policy.json"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> PolicyFile.read(link, directory, "agent"))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("can be written by others");
    }

    @Test
    void obeysTheExampleOfTheDocumentation() throws Exception {
        String page = Files.readString(Path.of("../../docs/agent-policy.md"));
        int begin = page.indexOf("```\n{") + 4;

        AgentPolicy policy = read(page.substring(begin, page.indexOf("```", begin)));

        assertThat(policy.permitsType("command")).isTrue();
        assertThat(policy.permitsType("docker")).isFalse();
    }
}
