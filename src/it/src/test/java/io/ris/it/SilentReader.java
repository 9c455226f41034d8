package io.ris.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Somebody who opens a live WebSocket and reads nothing of it, with as little room in the network as there can be, until the test has
 * it read at last.
 */
final class SilentReader implements AutoCloseable {

    private static final int SMALL = 2048;
    private static final int LIMIT_MILLIS = 60_000;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;

    private final Socket line = new Socket();
    private final DataInputStream in;

    SilentReader(Hub hub, String token) {
        try {
            line.setReceiveBufferSize(SMALL); // before it connects, or it has no effect
            line.setSoTimeout(LIMIT_MILLIS);
            line.connect(new InetSocketAddress("localhost", hub.port()));
            Socket socket = RisApi.trusting(hub.tls("ca.pem"), null)
                    .getSocketFactory()
                    .createSocket(line, "localhost", hub.port(), true);
            in = new DataInputStream(socket.getInputStream());
            String request = String.join(
                    "\r\n",
                    "GET " + MonitoredTenant.SOCKET + " HTTP/1.1",
                    "Host: " + hub.base().getAuthority(),
                    "Authorization: Bearer " + token,
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "",
                    "");
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = head();
            if (!answer.startsWith("HTTP/1.1 101")) {
                throw new AssertionError("refused: " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** Reads all that was sent until there is a message that the test waits for; nothing if the connection ends before. */
    Optional<JsonNode> readUntil(Predicate<JsonNode> wanted) {
        try {
            for (Optional<String> text = message(); text.isPresent(); text = message()) {
                JsonNode message = RecordedSession.json(text.get());
                if (wanted.test(message)) {
                    return Optional.of(message);
                }
            }
        } catch (EOFException | SocketException dropped) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.empty();
    }

    /** The next whole text; nothing after the close frame (RFC 6455, 5.2). */
    private Optional<String> message() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (; ; ) {
            int first = in.readUnsignedByte();
            int kind = first & 0x0f;
            byte[] data = new byte[length(in.readUnsignedByte())];
            in.readFully(data);
            if (kind == CLOSE) {
                return Optional.empty();
            }
            if (kind <= TEXT) {
                text.write(data);
                if ((first & 0x80) != 0) {
                    return Optional.of(text.toString(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private int length(int told) throws IOException {
        return switch (told) {
            case 126 -> in.readUnsignedShort();
            case 127 -> Math.toIntExact(in.readLong());
            default -> told;
        };
    }

    @Override
    public void close() {
        try {
            line.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
