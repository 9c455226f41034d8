package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Keycloak with a realm of its own in memory, on the loopback interface. Maven has unpacked it; it takes about 20 s to
 * start, so that tests share it. It can be made to accept connections and say nothing.
 */
final class Keycloak implements AutoCloseable {

    static final String CLIENT = "ris-hub";
    static final String CLIENT_SECRET = "hub-secret";

    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final Path home = unpacked();
    private final int port = Scratch.port();
    private @Nullable Program program;

    private static Path unpacked() {
        try (Stream<Path> found = Files.list(Path.of("target", "keycloak"))) {
            return found.filter(Files::isDirectory).findFirst().orElseThrow().toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException("Maven unpacks Keycloak before the integration tests", e);
        }
    }

    /** Starts it with a realm for a hub at an address. */
    Keycloak startFor(URI hub) {
        writeRealm(hub);
        program = Program.start(
                Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "JAVA_OPTS",
                        "-Xms64m -Xmx384m -XX:MaxMetaspaceSize=256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"),
                List.of(
                        "bash",
                        home.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--db=dev-mem",
                        "--cache=local",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--import-realm"));
        awaitReady();
        return this;
    }

    private void writeRealm(URI hub) {
        String realm = Scratch.read(Program.repository().resolve("src/it/src/test/resources/realm.json"));
        try {
            Path folder = Files.createDirectories(home.resolve("data/import"));
            Files.writeString(folder.resolve("ris-realm.json"), realm.replace("HUB", hub.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            await("Keycloak")
                    .atMost(LIMIT)
                    .until(() -> isAnswered(client, request) || !program().isAlive());
        }
        assertThat(program().isAlive()).as(program().output()).isTrue();
    }

    private static boolean isAnswered(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    String issuer() {
        return "http://127.0.0.1:" + port + "/realms/ris";
    }

    private Program program() {
        assertThat(program).as("was started").isNotNull();
        return program;
    }

    /** From now on it accepts connections and answers nothing. */
    void hang() {
        Program.signal("STOP", program().jvm().pid());
    }

    /** Ends {@link #hang}. */
    void goOn() {
        Program.signal("CONT", program().jvm().pid());
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
    }
}
