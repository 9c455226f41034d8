package io.ris.hub.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ris.hub.platform.TenantCode;
import io.ris.hub.platform.TenantScope;
import io.ris.hub.platform.vault.TestVault;
import io.ris.hub.platform.vault.Vault;
import io.ris.protocol.CommandSpec;
import io.ris.protocol.HttpRequestSpec;
import io.ris.protocol.TaskId;
import io.ris.protocol.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskSpecsTest {

    private static final TenantCode TENANT = new TenantCode("default");
    private static final TaskSpec SPEC = new CommandSpec(
            "/bin/login",
            List.of("--password", "hunter2"),
            null,
            Map.of("TOKEN", "t0ps3cret"),
            Duration.ofSeconds(3),
            "in");

    private final Vault vault = TestVault.empty();
    private final TaskSpecs specs = new TaskSpecs(vault);

    private static Task task(String id, String sealed) {
        return new Task(
                id,
                "command",
                "queued",
                3,
                "agent",
                "user",
                sealed,
                1_000,
                false,
                0,
                List.of(),
                0,
                0,
                0,
                Instant.EPOCH,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null);
    }

    @Test
    void opensWhatItSealed() {
        TenantScope.run(TENANT, () -> {
            String sealed = specs.seal(new TaskId("1"), SPEC);
            assertThat(sealed).doesNotContain("hunter2", "t0ps3cret");
            assertThat(specs.open(task("1", sealed))).isEqualTo(SPEC);
        });
    }

    @Test
    void doesNotOpenTheSpecOfAnotherTask() {
        TenantScope.run(TENANT, () -> {
            String sealed = specs.seal(new TaskId("1"), SPEC);
            assertThatIllegalStateException().isThrownBy(() -> specs.open(task("2", sealed)));
        });
    }

    @Test
    void doesNotOpenTheSpecOfAnotherTenant() {
        String sealed = TenantScope.call(TENANT, () -> specs.seal(new TaskId("1"), SPEC));
        TenantScope.run(new TenantCode("other"), () -> assertThatIllegalStateException()
                .isThrownBy(() -> specs.open(task("1", sealed))));
    }

    @Test
    void whatCannotBeReadIsNotShown() {
        TenantScope.run(TENANT, () -> {
            Task moved = task("2", specs.seal(new TaskId("1"), SPEC));
            assertThat(specs.shown(moved)).isNull();
            assertThat(specs.find(moved)).isEmpty();
            assertThatThrownBy(() -> specs.open(moved))
                    .isInstanceOf(UnreadableSpecException.class)
                    .hasMessageEndingWith("does not open");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'http_request','url':'https://h/','method':'t0ps3cret'}| method must be one of",
                "{'type':'command','command':'x','timeout':'t0ps3cret'}         | timeout cannot be read",
                "{'type':'t0ps3cret'}                                           | its type is not known",
                "{'type':'command','comm                                        | or it is damaged"
            })
    void whatIsNoSpecByTheRulesOfTodayIsUnreadableAndSaysWhyWithoutItsValues(String stored, String why) {
        TenantScope.run(TENANT, () -> {
            Task task = task("1", vault.ofTenant().seal(stored.replace('\'', '"'), TENANT + "/tasks/1"));
            assertThatThrownBy(() -> specs.open(task))
                    .isInstanceOf(UnreadableSpecException.class)
                    .hasMessageContaining(why)
                    .hasMessageNotContaining("t0ps3cret")
                    .hasNoCause();
        });
    }

    @Test
    void showsNoSecretHeader() {
        TaskSpec spec = new HttpRequestSpec(
                "GET",
                "https://example.org/",
                Map.of("Authorization", "Bearer t0ps3cret", "Accept", "text/plain"),
                null,
                null,
                null,
                null,
                null,
                null);
        assertThat(shown(spec)).doesNotContain("t0ps3cret").contains("text/plain", "http_request");
    }

    @Test
    void showsNoValueOfTheEnvironmentAndNoInput() {
        assertThat(shown(SPEC)).doesNotContain("t0ps3cret", "\"in\"").contains("TOKEN", "hunter2");
    }

    private String shown(TaskSpec spec) {
        return TenantScope.call(TENANT, () -> specs.shown(task("1", specs.seal(new TaskId("1"), spec)))
                .toString());
    }
}
