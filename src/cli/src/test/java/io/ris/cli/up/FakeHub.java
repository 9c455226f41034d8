package io.ris.cli.up;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Behaves towards {@code ris up} as the hub does: opens the listeners with the given key stores, writes the first
 * administrator's password and the local agent's token, answers {@code /ready}. Leaves its variables in a file.
 */
final class FakeHub {

    private FakeHub() {}

    public static void main(String[] args) throws Exception {
        Map<String, String> variables = System.getenv();
        Path data = Path.of(variables.get("RIS_DATA_DIR"));
        write(data, variables);
        if (variables.containsKey("FAKE_HUB_DIES")) {
            System.out.println("{\"type\":\"liberty_message\",\"loglevel\":\"INFO\",\"message\":\"all is well\"}");
            System.out.println(
                    "{\"type\":\"liberty_message\",\"loglevel\":\"SEVERE\",\"message\":\"the store is broken\"}");
            System.out.println("bye");
            System.exit(7);
        }
        if (variables.containsKey("FAKE_HUB_CANNOT_LISTEN")) {
            System.out.println(
                    "{\"type\":\"liberty_message\",\"loglevel\":\"ERROR\","
                            + "\"message\":\"CWWKO0221E: TCP Channel defaultHttpEndpoint-ssl initialization did not succeed.\"}");
            new CountDownLatch(1).await();
        }
        Path password = data.resolve("admin-password");
        if (!Files.exists(password)) {
            Files.writeString(password, "s3cret\n");
        }
        if (variables.containsKey("RIS_LOCAL_AGENT_TOKEN_FILE")) {
            Files.writeString(Path.of(variables.get("RIS_LOCAL_AGENT_TOKEN_FILE")), "token");
        }
        listen(variables);
        if (variables.containsKey("FAKE_HUB_WAITS_FOR")) {
            while (!Files.exists(Path.of(variables.get("FAKE_HUB_WAITS_FOR")))) {
                Thread.onSpinWait();
            }
            System.exit(9);
        }
        new CountDownLatch(1).await();
    }

    private static void write(Path data, Map<String, String> variables) throws Exception {
        Properties properties = new Properties();
        properties.putAll(variables);
        try (var out = Files.newBufferedWriter(data.resolve("hub-variables"))) {
            properties.store(out, null);
        }
    }

    private static void listen(Map<String, String> variables) throws Exception {
        char[] password = variables.get("LIBERTY_KEYSTORE_PASSWORD").toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(variables.get("LIBERTY_KEYSTORE_DIR"), "server.p12"))) {
            keys.load(in, password);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        int port = Integer.parseInt(variables.get("LIBERTY_HTTPS_PORT"));
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }
}
