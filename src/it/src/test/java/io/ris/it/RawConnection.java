package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A TLS connection to a hub on which a test writes what no HTTP client would, and reads the answers. */
final class RawConnection implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Socket socket;
    private final InputStream in;

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static RawConnection to(Hub hub) {
        try {
            Socket socket = RisApi.trusting(hub.dataDir().resolve("tls/ca.pem"), null)
                    .getSocketFactory()
                    .createSocket("localhost", hub.port());
            socket.setSoTimeout((int) LIMIT.toMillis());
            return new RawConnection(socket);
        } catch (IOException e) {
            throw new IllegalStateException("no connection to " + hub.base(), e);
        }
    }

    /** The answer to one request on a connection of its own. */
    static Reply exchange(Hub hub, String... lines) {
        try (RawConnection connection = to(hub)) {
            connection.send(lines);
            return connection.answer();
        }
    }

    /** Sends lines, each with its end. */
    void send(String... lines) {
        try {
            socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends some more spaces, where the other side still takes any. */
    void drip(int bytes) {
        try {
            socket.getOutputStream().write(" ".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException ended) {
            assertThat(ended).isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    /** Waits until the other side has ended the connection; fails if it does not within a while. */
    void awaitEnd() {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException reset) {
            assertThat(reset).isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    /** The next answer; its body is read where its length is told. */
    Reply answer() {
        try {
            List<String> head = Stream.generate(this::line)
                    .takeWhile(line -> !line.isEmpty())
                    .toList();
            Map<String, List<String>> headers = new TreeMap<>();
            head.stream().skip(1).map(line -> line.split(": *", 2)).forEach(header -> headers.computeIfAbsent(
                            header[0].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header[1]));
            int length = Integer.parseInt(
                    headers.getOrDefault("content-length", List.of("0")).getFirst());
            return new Reply(
                    Integer.parseInt(head.getFirst().split(" ", 3)[1]),
                    HttpHeaders.of(headers, (name, value) -> true),
                    new String(in.readNBytes(length), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() {
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("the connection ended within a line: " + line);
                }
                line.write(next);
            }
            return line.toString(StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
