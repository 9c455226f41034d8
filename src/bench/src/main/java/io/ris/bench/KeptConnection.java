package io.ris.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * One kept-alive HTTP/1.1 connection, by TLS where the hub's address says {@code https}, that sends prepared requests and reads the
 * answers to their ends: as little work as possible, so that the generator leaves the processors to the hub. Not thread-safe.
 */
final class KeptConnection implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;
    private static final int MAX_LINE = 16 * 1024;
    private static final int READ_LIMIT_MILLIS = 30_000;
    private static final int STATUS_BEGIN = "HTTP/1.1 ".length();
    private static final int STATUS_END = STATUS_BEGIN + 3;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;

    KeptConnection(URI hub, SSLContext tls) throws IOException {
        socket = open(hub, tls);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    private static Socket open(URI hub, SSLContext tls) throws IOException {
        boolean secured = "https".equals(hub.getScheme());
        Socket socket = secured
                ? tls.getSocketFactory().createSocket(hub.getHost(), hub.getPort())
                : new Socket(hub.getHost(), hub.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_LIMIT_MILLIS);
        if (socket instanceof SSLSocket handshaking) {
            handshaking.startHandshake();
        }
        return socket;
    }

    /** A {@code GET} as it goes over the wire. */
    static byte[] get(URI hub, String path, String authorization, String... headers) {
        return request(
                "GET", hub, path, "", Stream.concat(Stream.of("Authorization: " + authorization), Stream.of(headers)));
    }

    /** A {@code POST} of JSON, in ASCII, as it goes over the wire. */
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

    /** Sends a request and reads its answer to the end. */
    HttpAnswer exchange(byte[] request) throws IOException {
        out.write(request);
        int status = Integer.parseInt(line().substring(STATUS_BEGIN, STATUS_END));
        long length = 0;
        boolean chunked = false;
        boolean gzip = false;
        String etag = "";
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            String value = header.substring(colon + 1).strip();
            switch (header.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = Long.parseLong(value);
                case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                case "content-encoding" -> gzip = value.equalsIgnoreCase("gzip");
                case "etag" -> etag = value;
                default -> {}
            }
        }
        if (status == HttpAnswer.NOT_MODIFIED) {
            return new HttpAnswer(status, 0, etag, gzip);
        }
        long bytes = chunked ? skipChunks() : skip(length);
        return new HttpAnswer(status, bytes, etag, gzip);
    }

    private long skipChunks() throws IOException {
        long bytes = 0;
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            bytes += skip(size);
            line();
        }
        while (!line().isEmpty()) {
            // trailers, of which nothing is needed
        }
        return bytes;
    }

    private int chunkSize() throws IOException {
        String line = line();
        int extension = line.indexOf(';');
        return Integer.parseInt(
                extension < 0 ? line : line.substring(0, extension).strip(), 16);
    }

    private long skip(long length) throws IOException {
        for (long left = length; left > 0; ) {
            if (position == limit) {
                fill();
            }
            int some = (int) Math.min(left, limit - position);
            position += some;
            left -= some;
        }
        return length;
    }

    /** The next line without its end. */
    private String line() throws IOException {
        StringBuilder begun = new StringBuilder();
        for (int from = position; ; from = position) {
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            begun.append(new String(buffer, from, position - from, StandardCharsets.ISO_8859_1));
            if (position < limit) {
                position++;
                return begun.toString().stripTrailing();
            }
            if (begun.length() > MAX_LINE) {
                throw new IOException("a header without end");
            }
            fill();
        }
    }

    private void fill() throws IOException {
        int read = in.read(buffer);
        if (read < 0) {
            throw new EOFException("the hub closed the connection");
        }
        position = 0;
        limit = read;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
