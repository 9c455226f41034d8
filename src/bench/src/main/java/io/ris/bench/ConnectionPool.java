package io.ris.bench;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;

/** Kept-alive connections, opened before anything is measured; one that failed is replaced. Thread-safe. */
final class ConnectionPool implements AutoCloseable {

    private static final int OK = 200;

    private final BlockingQueue<KeptConnection> free = new LinkedBlockingQueue<>();
    private final URI hub;
    private final SSLContext tls;

    ConnectionPool(URI hub, SSLContext tls, int size) throws IOException {
        this.hub = hub;
        this.tls = tls;
        for (int opened = 0; opened < size; opened++) {
            free.add(new KeptConnection(hub, tls));
        }
    }

    /** @throws IOException if it is not answered 200 */
    void exchange(byte[] request) throws IOException, InterruptedException {
        KeptConnection connection = free.take();
        try {
            int status = connection.exchange(request).status();
            if (status != OK) {
                throw new IOException("answered " + status);
            }
        } catch (IOException e) {
            connection.close();
            connection = new KeptConnection(hub, tls);
            throw e;
        } finally {
            free.add(connection);
        }
    }

    @Override
    public void close() throws IOException {
        for (KeptConnection connection : free) {
            connection.close();
        }
    }
}
