package io.ris.agent.execution;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A name server (RFC 1035) that knows one name. */
final class NameServer implements AutoCloseable {

    static final String KNOWN = "known.test";
    static final String ADDRESS = "10.1.2.3";

    private static final int HEADER = 12;
    private static final int MESSAGE = 512;
    private static final short FOUND = (short) 0x8580;
    private static final short NO_SUCH_NAME = (short) 0x8583;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());

    NameServer() throws IOException {
        Thread thread = new Thread(this::serve, "name-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[MESSAGE], MESSAGE);
                socket.receive(packet);
                byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static byte[] answer(byte[] query) throws IOException {
        boolean known = new String(query, StandardCharsets.US_ASCII).contains("known");
        int end = HEADER;
        while (query[end] != 0) {
            end += query[end] + 1;
        }
        end += 5;
        ByteBuffer answer = ByteBuffer.allocate(MESSAGE);
        answer.put(query, 0, 2).putShort(known ? FOUND : NO_SUCH_NAME);
        answer.putShort((short) 1).putShort((short) (known ? 1 : 0)).putInt(0);
        answer.put(query, HEADER, end - HEADER);
        if (known) {
            answer.putShort((short) 0xc00c)
                    .putShort((short) 1)
                    .putShort((short) 1)
                    .putInt(60);
            answer.putShort((short) 4).put(InetAddress.getByName(ADDRESS).getAddress());
        }
        return Arrays.copyOf(answer.array(), answer.position());
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        socket.close();
    }
}
