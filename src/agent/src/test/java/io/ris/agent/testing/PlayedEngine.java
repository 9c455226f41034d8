package io.ris.agent.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An engine that a test plays: what it is to answer is said beforehand, what it was asked is told afterwards. */
public final class PlayedEngine implements AutoCloseable {

    /** Instead of an answer: the connection ends. */
    public static final String HANGS_UP = "";

    private static final String LENGTH = "Content-Length: ";

    private final ServerSocketChannel listener;
    private final Map<String, Deque<String>> answers = new LinkedHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private String heldRequest = "";
    private int heldCount = 1;

    public PlayedEngine(Path socket) throws IOException {
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        on("GET /_ping", ok("OK"));
        Thread thread = new Thread(this::serve, "played-engine");
        thread.setDaemon(true);
        thread.start();
    }

    public static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    public static String refused(int status, String words) {
        String body = "{\"message\":\"" + words + "\"}";
        return "HTTP/1.1 " + status + " No\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** A piece of standard output. */
    public static String piece(String text) {
        return "\1\0\0\0\0\0\0" + (char) text.length() + text;
    }

    /** What it answers to what begins so; each thing once and the last one for ever. */
    public synchronized PlayedEngine on(String request, String... said) {
        answers.put(request, new ArrayDeque<>(List.of(said)));
        return this;
    }

    /** From now on it answers what begins so only once so many ask. */
    public synchronized PlayedEngine answerTogether(String request, int count) {
        heldRequest = request;
        heldCount = count;
        return this;
    }

    private void serve() {
        Map<SocketChannel, String> waiting = new LinkedHashMap<>();
        while (listener.isOpen()) {
            try {
                SocketChannel client = listener.accept();
                waiting.put(client, read(client));
                if (!isHeld(waiting.values())) {
                    answer(waiting);
                    waiting.clear();
                }
            } catch (IOException gone) {
                // A client that had enough, or the end of the test.
            }
        }
    }

    private static String read(SocketChannel client) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(client), StandardCharsets.ISO_8859_1));
        String request = reader.readLine();
        int content = 0;
        for (String line = request; line != null && !line.isEmpty(); line = reader.readLine()) {
            content = line.startsWith(LENGTH) ? Integer.parseInt(line.substring(LENGTH.length())) : content;
        }
        for (int read = 0; read < content && reader.read() >= 0; read++) {
            // what is not read would reset the connection
        }
        return String.valueOf(request);
    }

    private synchronized boolean isHeld(Collection<String> requests) {
        return requests.stream().anyMatch(request -> request.startsWith(heldRequest)) && requests.size() < heldCount;
    }

    private void answer(Map<SocketChannel, String> waiting) throws IOException {
        for (Map.Entry<SocketChannel, String> one : waiting.entrySet()) {
            try (SocketChannel client = one.getKey()) {
                client.write(ByteBuffer.wrap(next(one.getValue()).getBytes(StandardCharsets.ISO_8859_1)));
            }
        }
    }

    private synchronized String next(String request) {
        asked.add(request);
        Deque<String> left = answers.entrySet().stream()
                .filter(answer -> request.startsWith(answer.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody said what to answer to " + request));
        return left.size() == 1 ? left.getFirst() : left.removeFirst();
    }

    /** All requests that began so. */
    public List<String> asked(String request) {
        return asked.stream().filter(one -> one.startsWith(request)).toList();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
