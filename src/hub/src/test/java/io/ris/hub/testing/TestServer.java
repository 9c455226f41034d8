package io.ris.hub.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.api.event.ManagerStarted;
import org.jboss.arquillian.core.spi.LoadableExtension;

/**
 * Lays out the server that tests run inside of, before Arquillian reads its configuration: the product's own server
 * configuration, fresh keys and data, free ports.
 */
public final class TestServer implements LoadableExtension {

    private static final Path HOME = Path.of("target", "inside").toAbsolutePath();
    private static final Path PRODUCT = Path.of("..", "..", "liberty");

    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(Layout.class).observer(OneDeployment.class);
    }

    /** Runs before the configuration is read, which refers to the properties. */
    public static final class Layout {

        void prepare(@Observes(precedence = 100) ManagerStarted event) throws IOException, GeneralSecurityException {
            // Arquillian finds the process by this name, so it must be nobody else's.
            String server = "inside-" + ProcessHandle.current().pid();
            Path directory = HOME.resolve("servers").resolve(server);
            Path data = HOME.resolve("data");
            delete(HOME);
            Files.createDirectories(directory.resolve("product"));
            Files.createDirectories(directory.resolve("apps"));
            copyConfiguration(directory);
            TestKeys.write(data.resolve("tls"));
            List<Integer> ports = freePorts(3);
            Files.writeString(directory.resolve("server.env"), environment(data, ports));
            System.setProperty(
                    "ris.test.wlp",
                    Path.of("target", "liberty", "wlp").toAbsolutePath().toString());
            System.setProperty("ris.test.user_dir", HOME.toString());
            System.setProperty("ris.test.server", server);
            System.setProperty("ris.test.http_port", ports.getFirst().toString());
        }

        private static void copyConfiguration(Path directory) throws IOException {
            Files.copy(Path.of("src", "test", "liberty", "server.xml"), directory.resolve("server.xml"));
            Files.writeString(directory.resolve("jvm.options"), "-Xmx512m\n-XX:TieredStopAtLevel=1\n");
            try (Stream<Path> files = Files.list(PRODUCT)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".xml")).toList()) {
                    Files.copy(file, directory.resolve("product").resolve(file.getFileName()));
                }
            }
        }

        private static String environment(Path data, List<Integer> ports) {
            return Stream.of(
                            "RIS_DATA_DIR=" + data,
                            "RIS_MASTER_KEY=" + Base64.getEncoder().encodeToString(new byte[32]),
                            "RIS_SECURITY_ENCRYPTION_DATA_AT_REST_ROTATION_GRACE=10s",
                            "RIS_SECURITY_RATE_LIMITING_ENABLED=false",
                            "LIBERTY_HTTP_PORT=" + ports.get(0),
                            "LIBERTY_HTTP_ALIAS_PORT=" + ports.get(0),
                            "LIBERTY_HTTPS_PORT=" + ports.get(1),
                            "LIBERTY_METRICS_PORT=" + ports.get(2),
                            "LIBERTY_KEYSTORE_DIR=" + data.resolve("tls"),
                            "LIBERTY_KEYSTORE_PASSWORD=" + TestKeys.PASSWORD)
                    .collect(Collectors.joining("\n", "", "\n"));
        }

        private static List<Integer> freePorts(int count) throws IOException {
            if (count == 0) {
                return List.of();
            }
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return Stream.concat(Stream.of(socket.getLocalPort()), freePorts(count - 1).stream())
                        .toList();
            }
        }

        private static void delete(Path directory) throws IOException {
            if (Files.exists(directory)) {
                try (Stream<Path> files = Files.walk(directory)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
    }
}
