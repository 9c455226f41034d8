package io.ris.it;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A bad network between agents and a hub: a proxy that ends TLS, as a real one does, delays some of the messages about tasks and
 * sends some twice, in both directions, and cuts all connections when told to. Thread-safe.
 */
final class FaultyRelay implements AutoCloseable {

    private static final double DELAYED = 0.05;
    private static final double DUPLICATED = 0.1;
    private static final int LONGEST_DELAY_MILLIS = 400;
    private static final int WHOLE_TEXT = 0x81;
    private static final String ABOUT_TASKS = "\"task_id\"";

    private final Hub hub;
    private final Random random;
    private final SSLContext shown;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger delayed = new AtomicInteger();
    private final AtomicInteger duplicated = new AtomicInteger();

    /**
     * Listens on a port of the loopback interface.
     *
     * @param issued what it shows
     * @param hub where it relays to
     * @param seed of what becomes of which message
     */
    FaultyRelay(int port, OperatorCa.Issued issued, Hub hub, long seed) {
        this.hub = hub;
        this.random = new Random(seed);
        try {
            shown = showing(issued);
            door = new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().start(this::acceptAll);
    }

    private static SSLContext showing(OperatorCa.Issued issued) throws IOException, GeneralSecurityException {
        Certificate[] chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(issued.chain().getBytes(StandardCharsets.US_ASCII)))
                .toArray(Certificate[]::new);
        byte[] key = Base64.getMimeDecoder().decode(issued.key().replaceAll("-----[^-]+-----", ""));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "relay",
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
                new char[0],
                chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    int delayed() {
        return delayed.get();
    }

    int duplicated() {
        return duplicated.get();
    }

    /** Ends all connections without a word. */
    void cutAll() {
        open.forEach(FaultyRelay::cut);
    }

    private static void cut(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // there is nothing left to cut
        }
    }

    private void acceptAll() {
        while (!door.isClosed()) {
            try {
                Socket agent = door.accept();
                Thread.ofVirtual().start(() -> relay(agent));
            } catch (IOException closing) {
                return;
            }
        }
    }

    private void relay(Socket agent) {
        Socket server = new Socket();
        open.add(agent);
        open.add(server);
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), hub.port()));
            SSLSocket inside = (SSLSocket) RisApi.trusting(hub.tls("ca.pem"), null)
                    .getSocketFactory()
                    .createSocket(server, "localhost", hub.port(), true);
            SSLSocket outside = (SSLSocket) shown.getSocketFactory().createSocket(agent, null, true);
            CompletableFuture<Boolean> upgraded = new CompletableFuture<>();
            Thread back =
                    Thread.ofVirtual().start(() -> quietly(() -> answers(inside, outside, upgraded), agent, server));
            quietly(() -> requests(outside, inside, upgraded), agent, server);
            back.join();
        } catch (IOException unreachable) {
            cut(agent);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cut(agent);
            cut(server);
            open.remove(agent);
            open.remove(server);
        }
    }

    private interface Pump {
        void run() throws IOException;
    }

    /** One direction; when it ends, so does the other. */
    private static void quietly(Pump pump, Socket agent, Socket server) {
        try {
            pump.run();
        } catch (IOException ended) {
            // as connections do here
        } finally {
            cut(agent);
            cut(server);
        }
    }

    private void requests(Socket from, Socket to, CompletableFuture<Boolean> upgraded) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(from.getInputStream()));
        OutputStream out = to.getOutputStream();
        byte[] head = head(in);
        boolean asksForWebSocket = new String(head, StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT)
                .contains("upgrade: websocket");
        if (!asksForWebSocket) {
            upgraded.complete(false);
        }
        out.write(head);
        out.flush();
        pass(in, out, upgraded.join());
    }

    private void answers(Socket from, Socket to, CompletableFuture<Boolean> upgraded) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(from.getInputStream()));
        OutputStream out = to.getOutputStream();
        try {
            byte[] head = head(in);
            upgraded.complete(new String(head, StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 101"));
            out.write(head);
            out.flush();
            pass(in, out, upgraded.join());
        } finally {
            upgraded.complete(false);
        }
    }

    /** All up to the empty line behind the headers. */
    private static byte[] head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int ends = 0; ends < 4; ) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.write(next);
            ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : 0;
        }
        return head.toByteArray();
    }

    private void pass(DataInputStream in, OutputStream out, boolean frames) throws IOException {
        if (!frames) {
            for (byte[] some = new byte[8192]; ; ) {
                int length = in.read(some);
                if (length < 0) {
                    return;
                }
                out.write(some, 0, length);
                out.flush();
            }
        }
        for (; ; ) {
            passFrame(in, out);
        }
    }

    /** One frame of RFC 6455, 5.2. */
    private void passFrame(DataInputStream in, OutputStream out) throws IOException {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        int kind = copy(in, raw, 1)[0] & 0xff;
        int second = copy(in, raw, 1)[0] & 0xff;
        long length = second & 0x7f;
        if (length >= 126) {
            length = 0;
            for (byte part : copy(in, raw, (second & 0x7f) == 126 ? 2 : 8)) {
                length = length << 8 | (part & 0xff);
            }
        }
        byte[] mask = copy(in, raw, (second & 0x80) == 0 ? 0 : 4);
        byte[] data = copy(in, raw, Math.toIntExact(length));
        int times = kind == WHOLE_TEXT && isAboutTasks(data, mask) ? mistreat() : 1;
        for (int i = 0; i < times; i++) {
            out.write(raw.toByteArray());
        }
        out.flush();
    }

    private static byte[] copy(DataInputStream in, ByteArrayOutputStream raw, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        raw.write(bytes);
        return bytes;
    }

    private static boolean isAboutTasks(byte[] data, byte[] mask) {
        byte[] text = data.clone();
        for (int i = 0; i < text.length && mask.length > 0; i++) {
            text[i] ^= mask[i % mask.length];
        }
        return new String(text, StandardCharsets.ISO_8859_1).contains(ABOUT_TASKS);
    }

    /** Waits now and then, with all that comes behind; returns how often the message is to be sent. */
    private int mistreat() {
        double fate;
        long wait;
        synchronized (random) {
            fate = random.nextDouble();
            wait = TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_DELAY_MILLIS));
        }
        if (fate < DELAYED) {
            delayed.incrementAndGet();
            LockSupport.parkNanos(wait);
        }
        boolean twice = fate >= 1 - DUPLICATED;
        if (twice) {
            duplicated.incrementAndGet();
        }
        return twice ? 2 : 1;
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cutAll();
    }
}
