package io.ris.agent.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Something on a socket that says the same to everybody, hangs up, and remembers what it was asked. */
final class FakeEngine implements AutoCloseable {

    private final ServerSocketChannel listener;
    private final Thread server;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    FakeEngine(Path socket, byte[] answer) throws IOException {
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        server = new Thread(() -> serve(answer), "fake-engine");
        server.setDaemon(true);
        server.start();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void serve(byte[] answer) {
        while (listener.isOpen()) {
            try (SocketChannel client = listener.accept()) {
                requests.add(head(client));
                client.write(ByteBuffer.wrap(answer));
            } catch (IOException gone) {
                // A client that had enough, or the end of the test.
            }
        }
    }

    private static String head(SocketChannel client) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n") && client.read(one) > 0) {
            head.write(one.flip().get());
            one.clear();
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    List<String> requests() {
        return requests;
    }

    /** Returns once nobody is answered any more: who waits for callers may take one in while the listener closes. */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            server.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
