package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
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
import java.util.zip.GZIPInputStream;

/** A connection to a hub on which a test writes what no HTTP client would, and reads the answers. */
final class RawConnection implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Socket socket;
    private final InputStream in;

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** One with TLS. */
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

    /** One to the listener for probes that speak no TLS. */
    static RawConnection plain(Hub hub) {
        return plain(hub.plainBase().getPort());
    }

    /** One without TLS to whoever listens at a port of this machine. */
    static RawConnection plain(int port) {
        try {
            Socket socket = new Socket("localhost", port);
            socket.setSoTimeout((int) LIMIT.toMillis());
            return new RawConnection(socket);
        } catch (IOException e) {
            throw new IllegalStateException("no connection to port " + port, e);
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
        send((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
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

    /** The next answer; its body is read where its length is told or it comes in chunks. */
    Reply answer() {
        try {
            List<String> head = Stream.generate(this::line)
                    .takeWhile(line -> !line.isEmpty())
                    .toList();
            Map<String, List<String>> headers = new TreeMap<>();
            head.stream().skip(1).map(line -> line.split(": *", 2)).forEach(header -> headers.computeIfAbsent(
                            header[0].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header[1]));
            HttpHeaders all = HttpHeaders.of(headers, (name, value) -> true);
            return new Reply(
                    Integer.parseInt(head.getFirst().split(" ", 3)[1]),
                    all,
                    new String(body(all), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] body(HttpHeaders headers) throws IOException {
        byte[] sent = headers.firstValue("transfer-encoding").isPresent()
                ? chunks()
                : in.readNBytes((int) headers.firstValueAsLong("content-length").orElse(0));
        boolean gzip = headers.firstValue("content-encoding").orElse("").equals("gzip");
        return gzip ? new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes() : sent;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            all.write(in.readNBytes(size));
            line();
        }
        line();
        return all.toByteArray();
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
