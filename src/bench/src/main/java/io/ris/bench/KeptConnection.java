package io.ris.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * One kept-alive HTTP/1.1 connection that sends prepared requests and reads the answers: as little work as possible, so that the
 * generator leaves the processors to the hub. Not thread-safe.
 */
final class KeptConnection implements AutoCloseable {

    private static final int BUFFER = 32 * 1024;
    private static final int MAX_LINE = 16 * 1024;
    private static final int READ_LIMIT_MILLIS = 30_000;
    private static final int STATUS_BEGIN = "HTTP/1.1 ".length();
    private static final int STATUS_END = STATUS_BEGIN + 3;
    private static final String LENGTH = "content-length:";
    private static final String CHUNKED = "transfer-encoding: chunked";

    private final SSLSocket socket;
    private final BufferedInputStream in;
    private final OutputStream out;

    KeptConnection(URI hub, SSLContext tls) throws IOException {
        socket = (SSLSocket) tls.getSocketFactory().createSocket(hub.getHost(), hub.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_LIMIT_MILLIS);
        socket.startHandshake();
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        out = socket.getOutputStream();
    }

    /** A {@code GET} as it goes over the wire. */
    static byte[] get(URI hub, String path, String authorization, String... headers) {
        return request(
                "GET", hub, path, "", Stream.concat(Stream.of("Authorization: " + authorization), Stream.of(headers)));
    }

    /** A {@code POST} of JSON as it goes over the wire. */
    static byte[] post(URI hub, String path, String json, String... headers) {
        return request(
                "POST",
                hub,
                path,
                json,
                Stream.concat(Stream.of("Content-Type: application/json"), Stream.of(headers)));
    }

    private static byte[] request(String method, URI hub, String path, String body, Stream<String> headers) {
        StringBuilder text = new StringBuilder(
                method + " " + path + " HTTP/1.1\r\nHost: " + hub.getAuthority() + "\r\nAccept: application/json\r\n");
        headers.forEach(header -> text.append(header).append("\r\n"));
        if (!body.isEmpty()) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return text.append("\r\n").append(body).toString().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Sends a request and reads its answer to the end.
     *
     * @return the status of the answer
     */
    int exchange(byte[] request) throws IOException {
        out.write(request);
        String status = line();
        int length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith(LENGTH)) {
                length = Integer.parseInt(lower.substring(LENGTH.length()).strip());
            }
            chunked |= lower.equals(CHUNKED);
        }
        if (chunked) {
            skipChunks();
        } else {
            in.skipNBytes(length);
        }
        return Integer.parseInt(status.substring(STATUS_BEGIN, STATUS_END));
    }

    private void skipChunks() throws IOException {
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            in.skipNBytes(size + 2L);
        }
        in.skipNBytes(2);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the hub closed the connection");
            }
            if (line.length() > MAX_LINE) {
                throw new IOException("a header without end");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
