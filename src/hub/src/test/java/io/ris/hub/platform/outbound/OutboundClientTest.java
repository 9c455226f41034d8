package io.ris.hub.platform.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboundClientTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final AtomicInteger served = new AtomicInteger();
    private final Deque<List<InetAddress>> lookUps = new ArrayDeque<>();
    private HttpServer server;
    private OutboundClient client;

    @BeforeEach
    void start() throws IOException, NoSuchAlgorithmException {
        server = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
        server.createContext("/", exchange -> {
            served.incrementAndGet();
            byte[] body = "Grüße".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.getResponseHeaders().set("Retry-After", "120");
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/moved") ? 302 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        client = client(OutboundClient.Limits.usual(Duration.ofSeconds(5)));
    }

    private OutboundClient client(OutboundClient.Limits limits) throws NoSuchAlgorithmException {
        return new OutboundClient(this::lookUp, limits, SSLContext.getDefault());
    }

    private synchronized List<InetAddress> lookUp(String host) throws OutboundRefusedException {
        List<InetAddress> answer = lookUps.size() > 1 ? lookUps.remove() : lookUps.element();
        if (answer.isEmpty()) {
            throw new OutboundRefusedException(host + " is link-local");
        }
        return answer;
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private OutboundClient.Answer get(String path) throws IOException {
        return get(client, path);
    }

    private OutboundClient.Answer get(OutboundClient from, String path) throws IOException {
        return from.exchange(SimpleRequestBuilder.get(
                        "http://provider.example:" + server.getAddress().getPort() + path)
                .build());
    }

    @Test
    void connectsToTheAddressesThatItsLookUpGives() throws IOException {
        lookUps.add(List.of(HERE));

        assertThat(get("/")).isEqualTo(new OutboundClient.Answer(200, "text/plain; charset=utf-8", "120", "Grüße"));
    }

    @Test
    void goesNowhereOnceTheNameServerGivesAnotherAddressThanWasChecked() {
        lookUps.add(List.of(HERE));
        lookUps.add(List.of());

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> get("/"));
        assertThat(served).hasValue(0);
    }

    @Test
    void followsNoRedirect() throws IOException {
        lookUps.add(List.of(HERE));

        assertThat(get("/moved").status()).isEqualTo(302);
        assertThat(served).hasValue(1);
    }

    @Test
    void leavesTheRestOfALongAnswerUnreadWhereThatIsWanted() throws Exception {
        lookUps.add(List.of(HERE));
        try (OutboundClient cutting = client(new OutboundClient.Limits(Duration.ofSeconds(5), 1, 3, false))) {
            assertThat(get(cutting, "/")).satisfies(answer -> {
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo("Gr\uFFFD"); // half of the next letter
            });
            assertThat(get(cutting, "/").status())
                    .as("the place of the first is free again")
                    .isEqualTo(200);
        }
    }

    @Test
    void takesNoPartOfALongAnswerForTheWhole() throws Exception {
        lookUps.add(List.of(HERE));
        try (OutboundClient strict = client(new OutboundClient.Limits(Duration.ofSeconds(5), 1, 3, true))) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(strict, "/"));
        }
    }
}
