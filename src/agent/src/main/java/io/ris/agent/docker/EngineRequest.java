package io.ris.agent.docker;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A request that was sent to an engine, over a connection of its own, and is not answered yet (RFC 9112). */
final class EngineRequest implements Closeable {

    private final SocketChannel channel;

    private EngineRequest(SocketChannel channel) {
        this.channel = channel;
    }

    static EngineRequest send(Path socket, String method, String path, byte @Nullable [] content) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean sent = false;
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            write(channel, head(method, path, content));
            if (content != null) {
                write(channel, content);
            }
            sent = true;
            return new EngineRequest(channel);
        } finally {
            if (!sent) {
                channel.close();
            }
        }
    }

    private static byte[] head(String method, String path, byte @Nullable [] content) {
        String head = method + " " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n"
                + (content == null
                        ? "Content-Length: 0\r\n"
                        : "Content-Type: application/json\r\nContent-Length: " + content.length + "\r\n")
                + "\r\n";
        return head.getBytes(StandardCharsets.US_ASCII);
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Waits for the answer, which takes the connection over; where there is none, the connection is closed. */
    EngineCall answer() throws IOException {
        boolean answered = false;
        try {
            EngineCall call = new EngineCall(channel);
            answered = true;
            return call;
        } finally {
            if (!answered) {
                close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
