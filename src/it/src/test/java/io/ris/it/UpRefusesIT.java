package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code ./ris up} cannot start with: one clear line, an exit code that is not 0, and nothing left running. */
@ExtendWith(SharedHub.class)
class UpRefusesIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Path dataDir = Scratch.absent("refused");

    @Test
    void refusesATakenPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertRefused(up(Map.of(), dataDir, port), Integer.toString(port));
        }
    }

    @Test
    void endsAtOnceWhenItsPortIsTakenWhileItStarts() throws IOException {
        int port = Scratch.port();
        Map<String, String> environment =
                Map.of("RIS_SERVER_HTTP_PORT", "0", "METRICS_PORT", Integer.toString(Scratch.port()));
        try (Program up = up(environment, dataDir, port)) {
            await("the hub's process").atMost(LIMIT).until(() -> Files.exists(dataDir.resolve("hub/hub.pid")));
            try (ServerSocket taken = new ServerSocket(port)) {
                assertThat(up.awaitExit(LIMIT)).as("exit code; %s", up.output()).isNotZero();
                assertThat(up.stderr())
                        .contains("ris: the hub cannot start")
                        .contains(Integer.toString(taken.getLocalPort()))
                        .doesNotContain("Exception:");
            }
            await("nothing left running").atMost(LIMIT).until(() -> Program.mentioning(dataDir.toString())
                    .isEmpty());
        }
    }

    @Test
    void refusesAFileInPlaceOfADataDirectory() throws IOException {
        Path file = Files.createFile(Scratch.directory("file").resolve("file"));

        assertRefused(up(Map.of(), file, Scratch.port()), file.toString());
    }

    @Test
    void refusesADirectoryBelowAFile() throws IOException {
        Path file = Files.createFile(Scratch.directory("file").resolve("file"));

        assertRefused(up(Map.of(), file.resolve("data"), Scratch.port()), file.toString());
    }

    @Test
    void refusesToRunWithoutRoles() {
        Map<String, String> environment = Map.of("RIS_AUTHORIZATION_RBAC_ENABLED", "false");

        assertRefused(up(environment, dataDir, Scratch.port()), "authorization.rbac.enabled");
    }

    @Test
    void refusesAMasterKeyThatIsNone() throws IOException {
        Files.createDirectories(dataDir);
        Files.writeString(dataDir.resolve("master.key"), "garbage");

        assertRefused(up(Map.of(), dataDir, Scratch.port()), "master.key must hold 32 bytes");
    }

    @Test
    void endsAtOnceWithAnotherMasterKeyThanBefore() throws IOException {
        try (Hub hub = Hub.withoutAgent().start()) {
            assertThat(hub.stop()).isZero();
            Files.writeString(
                    hub.dataDir().resolve("master.key"), Base64.getEncoder().encodeToString(new byte[32]));

            try (Program second = hub.refusedStart()) {
                assertThat(second.awaitExit(LIMIT)).isNotZero();
                assertThat(second.stderr()).contains("security.master_key is another one than before");
            }
        }
    }

    @Test
    void refusesADataDirectoryInUse(Hub running) {
        assertRefused(up(Map.of(), running.dataDir(), Scratch.port()), "use");

        assertThat(running.admin().get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void refusesAnUnknownSetting() throws IOException {
        assertRefused(up(configured("{\"server\":{\"prot\":8057}}"), dataDir, Scratch.port()), "server.prot");
    }

    @Test
    void refusesASettingOfTheWrongType() throws IOException {
        assertRefused(
                up(configured("{\"task_orchestration\":{\"max_concurrent_tasks\":\"many\"}}"), dataDir, Scratch.port()),
                "task_orchestration.max_concurrent_tasks");
    }

    @Test
    void refusesAnImpossibleSettingOfTheEnvironment() {
        assertRefused(up(Map.of("METRICS_PORT", "70000"), dataDir, Scratch.port()), "METRICS_PORT");
    }

    @Test
    void refusesASettingsFileThatIsNotJson() throws IOException {
        assertRefused(up(configured("{\"server\":"), dataDir, Scratch.port()), "not valid JSON");
    }

    @Test
    void refusesASettingsFileThatIsNotThere() {
        String absent = Scratch.absent("config").toString();

        assertRefused(up(Map.of("CONFIG_PATH", absent), dataDir, Scratch.port()), absent);
    }

    @Test
    void refusesToRunWithoutAJdk() {
        String nowhere = Scratch.absent("jdk").toString();

        assertRefused(
                Program.ris(Map.of("RIS_JAVA_HOME", nowhere), List.of("up", "--data-dir", dataDir.toString())), "JDK");
    }

    @Test
    void namesAnUnknownOptionBeforeItsUsage() {
        try (Program up = Program.ris(Map.of(), List.of("up", "--colour"))) {
            assertThat(up.awaitExit(LIMIT)).isNotZero();
            assertThat(up.errorLines().getFirst()).contains("--colour");
        }
    }

    @Test
    void tellsOfEachBadSettingInALineOfItsOwn() throws IOException {
        Program up = up(configured("{\"server\":{\"prot\":1},\"colour\":\"blue\"}"), dataDir, Scratch.port());
        try (up) {
            assertThat(up.awaitExit(LIMIT)).isNotZero();
            assertThat(up.errorLines())
                    .anySatisfy(line -> assertThat(line).contains("server.prot"))
                    .anySatisfy(line -> assertThat(line).contains("colour"));
        }
    }

    private static Program up(Map<String, String> environment, Path dataDir, int port) {
        return Program.ris(
                environment, List.of("up", "--data-dir", dataDir.toString(), "--port", Integer.toString(port)));
    }

    private static Map<String, String> configured(String json) throws IOException {
        Path file = Scratch.directory("config").resolve("not valid JSON");
        Files.writeString(file, json);
        return Map.of("CONFIG_PATH", file.toString());
    }

    private void assertRefused(Program up, String reason) {
        try (up) {
            assertThat(up.awaitExit(LIMIT)).as("exit code; %s", up.output()).isNotZero();
            assertThat(up.errorLines()).as("standard error").hasSize(1);
            assertThat(up.stderr()).contains(reason).doesNotContain("Exception");
            await("nothing left running").atMost(LIMIT).until(() -> Program.mentioning(dataDir.toString())
                    .isEmpty());
        }
    }
}
