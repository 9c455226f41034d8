package io.ris.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.ris.protocol.AgentId;
import io.ris.protocol.EnrolmentAnswer;
import io.ris.protocol.EnrolmentRequest;
import io.ris.protocol.Json;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** The hub's REST API as far as benchmarks use it. The administrator's password is {@code secret}. */
final class FakeRest implements AutoCloseable {

    private static final String TOKEN = "access";

    private final TestAuthority authority;
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger lastNumber = new AtomicInteger();
    private final List<JsonNode> submitted = new CopyOnWriteArrayList<>();
    private volatile String taskAnswer = "";
    private volatile int taskStatus = 200;

    private record Answer(int status, Object body) {}

    FakeRest(TestAuthority authority) throws IOException, GeneralSecurityException {
        this.authority = authority;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls()));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("https://localhost:" + server.getAddress().getPort());
    }

    /** Writes the authority's certificate to the directory. */
    Path caFile(Path directory) throws IOException {
        return Files.writeString(directory.resolve("ca.pem"), pem(authority.certificate()));
    }

    /** What every task is answered from now on, inside the envelope. */
    void answerTasks(int status, String data) {
        taskStatus = status;
        taskAnswer = data;
    }

    List<JsonNode> submitted() {
        return submitted;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            Answer answer = answer(exchange, request.length == 0 ? "{}" : new String(request, StandardCharsets.UTF_8));
            byte[] body = Json.lenient().writeValueAsBytes(answer.body());
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private Answer answer(HttpExchange exchange, String text) throws IOException, GeneralSecurityException {
        JsonNode body = Json.lenient().readTree(text);
        String path = exchange.getRequestURI().getPath();
        boolean open = path.equals("/auth/login") || path.equals(EnrolmentRequest.PATH);
        String token = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        if (!open && !token.equals("Bearer " + TOKEN)) {
            return refusal(401, "unauthorized");
        }
        return switch (path) {
            case "/auth/login" ->
                body.path("password").asText().equals("secret")
                        ? data(200, Map.of("access_token", TOKEN))
                        : refusal(401, "invalid_credentials");
            case "/platform/v1/ris" -> exchange.getRequestMethod().equals("POST") ? add(body) : list();
            case EnrolmentRequest.PATH -> enrol(body);
            case "/platform/v1/task/execute" -> execute(body);
            default -> refusal(404, "not_found");
        };
    }

    private Answer add(JsonNode body) {
        int number = lastNumber.incrementAndGet();
        Map<String, String> enrolment = Map.of("token", body.path("name").asText(), "ca_fingerprint", "ab");
        return data(201, Map.of("id", number, "unique_client_id", "agent-" + number, "enrolment", enrolment));
    }

    private Answer list() {
        return new Answer(200, Map.of("success", true, "data", List.of(), "total", lastNumber.get()));
    }

    private Answer enrol(JsonNode body) throws IOException, GeneralSecurityException {
        String name = body.path("token").asText();
        try (PEMParser parser = new PEMParser(new StringReader(body.path("csr").asText()))) {
            var request = new JcaPKCS10CertificationRequest((PKCS10CertificationRequest) parser.readObject());
            X509Certificate certificate = authority.certifyAgent(name, request.getPublicKey());
            return data(
                    200,
                    new EnrolmentAnswer(
                            new AgentId(name),
                            "default",
                            name,
                            pem(certificate),
                            pem(authority.certificate()),
                            "/pingpong",
                            Duration.ofDays(60),
                            null));
        }
    }

    private Answer execute(JsonNode body) throws IOException {
        submitted.add(body);
        return data(taskStatus, Json.lenient().readTree(taskAnswer));
    }

    private static Answer data(int status, Object data) {
        return new Answer(status, Map.of("success", true, "data", data));
    }

    private static Answer refusal(int status, String error) {
        return new Answer(status, Map.of("success", false, "error", error));
    }

    private SSLContext tls() throws GeneralSecurityException, IOException {
        KeyPair keys = TestAuthority.newKeys();
        char[] password = "store".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "server", keys.getPrivate(), password, new Certificate[] {authority.certifyServer(keys.getPublic())});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        return tls;
    }

    private static String pem(X509Certificate certificate) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificate);
        }
        return text.toString();
    }
}
