package io.ris.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptConnectionTest {

    private static final int LARGE = 3_000_000;

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "70000, false", "70000, true", "3000000, false", "3000000, true"})
    void readsEachAnswerToItsEnd(int length, boolean chunked) throws Exception {
        try (PlainServer server =
                        new PlainServer(exchange -> PlainServer.send(exchange, 200, new byte[length], chunked));
                KeptConnection connection = server.connect()) {
            byte[] request = KeptConnection.get(server.address(), "/x", "Bearer y");
            for (int time = 0; time < 3; time++) {
                HttpAnswer answer = connection.exchange(request);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.bodyBytes()).isEqualTo(length);
            }
        }
    }

    @Test
    void tellsStatusTagAndEncoding() throws Exception {
        try (PlainServer server = new PlainServer(exchange -> {
                    exchange.getResponseHeaders().add("ETag", "\"abc\"");
                    exchange.getResponseHeaders().add("Content-Encoding", "gzip");
                    PlainServer.send(exchange, 202, new byte[5], false);
                });
                KeptConnection connection = server.connect()) {
            assertThat(connection.exchange(KeptConnection.get(server.address(), "/", "x")))
                    .isEqualTo(new HttpAnswer(202, 5, "\"abc\"", true));
        }
    }

    @Test
    void expectsNoBodyWhereNothingWasModified() throws Exception {
        try (PlainServer server = new PlainServer(exchange -> PlainServer.send(exchange, 304, new byte[0], false));
                KeptConnection connection = server.connect()) {
            byte[] request = KeptConnection.get(server.address(), "/", "x");
            assertThat(connection.exchange(request).isUnchanged()).isTrue();
            assertThat(connection.exchange(request).bodyBytes()).isZero();
        }
    }

    @Test
    void sendsTheBodyWithItsLength() throws Exception {
        try (PlainServer server = new PlainServer(exchange -> PlainServer.send(exchange, 200, new byte[1], false));
                KeptConnection connection = server.connect()) {
            connection.exchange(KeptConnection.post(server.address(), "/", "x".repeat(LARGE)));
            connection.exchange(KeptConnection.post(server.address(), "/", "{}"));

            assertThat(server.bodies()).containsExactly("x".repeat(LARGE), "{}");
        }
    }

    @Test
    void failsWhereTheAnswerEndsEarly() throws Exception {
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = Thread.ofVirtual().start(() -> cutOff(door));
            URI address = URI.create("http://localhost:" + door.getLocalPort());
            try (KeptConnection connection = new KeptConnection(address, SSLContext.getDefault())) {
                assertThatIOException().isThrownBy(() -> connection.exchange(KeptConnection.get(address, "/", "x")));
            }
            server.join();
        }
    }

    private static void cutOff(ServerSocket door) {
        try (Socket client = door.accept();
                OutputStream out = client.getOutputStream()) {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            // the test has its answer
        }
    }
}
