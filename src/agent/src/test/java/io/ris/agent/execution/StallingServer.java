package io.ris.agent.execution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that takes requests, says what it is told to, and then neither speaks nor hangs up. */
final class StallingServer implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<Socket> clients = new CopyOnWriteArrayList<>();

    StallingServer(String... says) throws IOException {
        Thread thread = new Thread(() -> serve(String.join("", says)), "stalling-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(String says) {
        try {
            while (true) {
                Socket client = listener.accept();
                client.getInputStream().read();
                client.getOutputStream().write(says.getBytes(StandardCharsets.UTF_8));
                client.getOutputStream().flush();
                clients.add(client);
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    boolean isAsked() {
        return !clients.isEmpty();
    }

    int port() {
        return listener.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/";
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : clients) {
            client.close();
        }
    }
}
