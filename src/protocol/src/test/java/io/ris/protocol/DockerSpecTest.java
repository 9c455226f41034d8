package io.ris.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerSpecTest {

    private static DockerSpec read(String fields) throws JsonProcessingException {
        return (DockerSpec) Json.strict().readValue("{\"type\":\"docker\"," + fields + "}", TaskSpec.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"image\":\"a\"|action",
                "\"action\":\"exec\"|action",
                "\"action\":\"run\"|image",
                "\"action\":\"run\",\"image\":\"-v\"|image",
                "\"action\":\"run\",\"image\":\"a b\"|image",
                "\"action\":\"run\",\"image\":\"a\",\"tail\":1|tail",
                "\"action\":\"run\",\"image\":\"a\",\"replicas\":2|replicas",
                "\"action\":\"run\",\"image\":\"a\",\"service_name\":\"../x\"|service_name",
                "\"action\":\"run\",\"image\":\"a\",\"networks\":[\"host\"]|networks",
                "\"action\":\"run\",\"image\":\"a\",\"networks\":[\"container:db\"]|networks",
                "\"action\":\"run\",\"image\":\"a\",\"networks\":[\"a\",\"b\"]|networks",
                "\"action\":\"run\",\"image\":\"a\",\"environment\":{\"A=B\":\"c\"}|environment",
                "\"action\":\"run\",\"image\":\"a\",\"ports\":[{\"container_port\":0,\"host_port\":1}]|container_port",
                "\"action\":\"run\",\"image\":\"a\",\"volumes\":[{\"host_path\":\"x\",\"container_path\":\"/y\"}]|host_path",
                "\"action\":\"run\",\"image\":\"a\",\"resources\":{\"memory_mb\":1}|memory_mb",
                "\"action\":\"run\",\"image\":\"a\",\"secret_variables\":[\"A\"]|secret_variables",
                "\"action\":\"stop\"|service_name",
                "\"action\":\"stop\",\"service_name\":\"a\",\"image\":\"b\"|image",
                "\"action\":\"logs\",\"service_name\":\"a\",\"detach\":true|detach",
            })
    void namesTheFieldThatBreaksARule(String fields, String field) {
        assertThatThrownBy(() -> read(fields)).rootCause().isInstanceOfSatisfying(SpecException.class, e -> assertThat(
                        e.field())
                .isEqualTo(field));
    }

    @Test
    void readsWhatTheSeedNames() throws JsonProcessingException {
        DockerSpec spec = read(
                "\"action\":\"run\",\"service_name\":\"web\",\"image\":\"registry:5000/team/web:7\",\"replicas\":1,"
                        + "\"ports\":[{\"container_port\":80,\"host_port\":8080,\"protocol\":\"tcp\"}],"
                        + "\"environment\":{\"TOKEN\":\"canary\"},\"secret_variables\":[\"TOKEN\"],\"networks\":[\"backend\"],"
                        + "\"resources\":{\"cpus\":0.5,\"memory_mb\":64}");

        assertThat(spec.ports().getFirst().name()).isEqualTo("80/tcp");
        assertThat(spec.idempotentByNature()).isFalse();
        assertThat(spec.secretTexts()).containsExactly("canary");
        assertThat(Json.strict().writeValueAsString(spec.masked())).doesNotContain("canary");
    }

    @Test
    void aResultIsToldFromACommands() throws JsonProcessingException {
        TaskResult result = new DockerResult(
                new DockerResult.Container("id", "web", "exited", 0, false), "", null, "", null, null, 1);
        TaskResult command = new CommandResult(0, "", null, "", null, null, 1);
        TaskResult file = new FileResult("/a", 0, "", "0644", true, null, null, 1);

        for (TaskResult each : new TaskResult[] {result, command, file}) {
            String json = Json.lenient().writeValueAsString(each);
            assertThat(Json.lenient().readValue(json, TaskResult.class)).isEqualTo(each);
        }
    }
}
