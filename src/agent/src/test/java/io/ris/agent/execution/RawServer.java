package io.ris.agent.execution;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that reads the head of each request and then does to the connection whatever a test makes it do. */
final class RawServer implements AutoCloseable {

    private final ServerSocket listener;
    private final List<List<String>> heads = new CopyOnWriteArrayList<>();

    /** What is done after a request's head has come. */
    interface Conduct {
        void meet(List<String> head, Socket client, OutputStream out) throws IOException;
    }

    RawServer(Conduct conduct) throws IOException {
        this(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), conduct);
    }

    RawServer(ServerSocket listener, Conduct conduct) {
        this.listener = listener;
        Thread thread = new Thread(() -> serve(conduct), "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Conduct conduct) {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                List<String> head = head(client);
                heads.add(head);
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

    static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** The lines of each request's head. */
    List<List<String>> heads() {
        return heads;
    }

    int port() {
        return listener.getLocalPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
