package io.ris.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that reads the head of each request and then does to the connection whatever a test makes it do. */
final class RawServer implements AutoCloseable {

    private final ServerSocket listener;
    private final AtomicInteger requests = new AtomicInteger();

    /** What is done after a request's head has come. */
    interface Conduct {
        void meet(List<String> head, Socket client, OutputStream out) throws IOException;
    }

    RawServer(Conduct conduct) {
        try {
            listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(() -> serve(conduct), "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** One that says this to everybody and hangs up. */
    static RawServer saying(String text) {
        return new RawServer((head, client, out) -> say(out, text));
    }

    static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private void serve(Conduct conduct) {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                List<String> head = head(client);
                requests.incrementAndGet();
                conduct.meet(head, client, client.getOutputStream());
            } catch (IOException gone) {
                // A client that had enough, or the end of the test.
            }
        }
    }

    private static List<String> head(Socket client) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        List<String> lines = new ArrayList<>();
        for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            lines.add(line);
        }
        return lines;
    }

    /** How many requests came. */
    int requests() {
        return requests.get();
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort() + "/";
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
