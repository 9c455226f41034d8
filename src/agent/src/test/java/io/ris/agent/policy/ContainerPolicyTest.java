package io.ris.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerPolicyTest {

    @TempDir
    private Path directory;

    private AgentPolicy policy(String json) throws IOException, PolicyException {
        Files.writeString(directory.resolve("policy.json"), json);
        return PolicyFile.read(null, directory, "agent");
    }

    @ParameterizedTest
    @CsvSource({
        "app,app,true",
        "app,app:2,true",
        "app,app@sha256:00,true",
        "app,apple,false",
        "app,app/evil,false",
        "app,app:5000/evil,false",
        "app,app:5000/evil:2,false",
        "app,app@5000/evil,false",
        "reg.example,reg.example:5000/evil,false",
        "reg.example:5000/app,reg.example:5000/app:2,true",
        "app:2,app:2,true",
        "app:2,app:22,false",
        "app:2,app,false",
        "reg.example/team/,reg.example/team/app:1,true",
        "reg.example/team/,reg.example/teams/app,false",
        "reg.example/team,reg.example/team/app,false"
    })
    void grantsImagesByTheirNames(String granted, String image, boolean permitted) throws Exception {
        AgentPolicy policy = policy("{\"images\":[\"" + granted + "\"]}");

        if (permitted) {
            policy.requireImage(image);
        } else {
            assertThatThrownBy(() -> policy.requireImage(image))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.code()).isEqualTo("policy_image"));
        }
    }

    @Test
    void grantsNoImageToWhomItBindsToCertainPrograms() throws Exception {
        for (String json : new String[] {"{\"commands\":[\"/usr/bin\"]}", "{\"users\":[\"nobody\"]}"}) {
            AgentPolicy policy = policy(json);
            assertThatThrownBy(() -> policy.requireImage("app")).isInstanceOf(RefusedException.class);
        }
        policy("{}").requireImage("app");
    }

    @Test
    void grantsNoDirectoryUnlessItIsNamed() throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("/etc"));
        AgentPolicy policy = policy("{\"volumes\":[\"" + data + "\",\"" + link.resolveSibling("other") + "\"]}");

        assertThat(policy.requireVolume(data)).isEqualTo(data.toRealPath());
        assertThatThrownBy(() -> policy.requireVolume(link)).isInstanceOf(RefusedException.class);
        AgentPolicy none = policy("{}");
        assertThatThrownBy(() -> none.requireVolume(data)).isInstanceOf(RefusedException.class);
    }
}
