package io.ris.agent.telemetry;

import io.ris.agent.host.Cursor;
import java.nio.ByteOrder;

/**
 * A socket as {@code /proc/net} tells it (proc_net_tcp(5)). An address of IPv4 in one of IPv6 is told as what it is, so that both
 * ends of a connection are told the same.
 *
 * @param inode 0 where no process has it any more
 */
record SocketLine(
        boolean isTcp,
        boolean isV6,
        String localAddress,
        int localPort,
        String remoteAddress,
        int remotePort,
        int stateNumber,
        long inode) {

    static final String ANY_V4 = "0.0.0.0";
    static final String ANY_V6 = "::";

    private static final int ESTABLISHED = 1;
    private static final int LISTEN = 10;

    /** By the kernel's numbers (include/net/tcp_states.h). */
    private static final String[] STATES = {
        "UNKNOWN",
        "ESTABLISHED",
        "SYN_SENT",
        "SYN_RECV",
        "FIN_WAIT1",
        "FIN_WAIT2",
        "TIME_WAIT",
        "CLOSE",
        "CLOSE_WAIT",
        "LAST_ACK",
        "LISTEN",
        "CLOSING",
        "SYN_RECV"
    };

    private static final int WORD = 8;
    private static final int PORT = 4;
    private static final int WORDS_FROM_STATE_TO_INODE = 5;
    private static final int MAPPED_V4 = 0xffff;

    /** A line that is not the heading. */
    static SocketLine of(Cursor line, boolean tcp, boolean wide) {
        line.skipPast(':');
        Address local = Address.read(line, wide);
        Address remote = Address.read(line, wide);
        line.skipBlanks();
        int state = (int) line.hex(WORD);
        line.skipWords(WORDS_FROM_STATE_TO_INODE);
        return new SocketLine(
                tcp, local.isV6(), local.text, local.port, remote.text, remote.port, state, line.number());
    }

    /** {@code tcp}, {@code tcp6}, {@code udp} or {@code udp6}. */
    String protocol() {
        return (isTcp ? "tcp" : "udp") + (isV6 ? "6" : "");
    }

    String state() {
        return STATES[stateNumber > 0 && stateNumber < STATES.length ? stateNumber : 0];
    }

    /** Whether it takes what others send: a socket of UDP does unless it is connected. */
    boolean isListening() {
        return isTcp ? stateNumber == LISTEN : stateNumber != ESTABLISHED;
    }

    /** Whether it can be reached from its own machine or container alone. */
    boolean isLoopback() {
        return localAddress.startsWith("127.") || localAddress.equals("::1");
    }

    private record Address(String text, int port, boolean isV6) {

        static Address read(Cursor line, boolean wide) {
            line.skipBlanks();
            int[] words = new int[wide ? 4 : 1];
            for (int word = 0; word < words.length; word++) {
                words[word] = word(line);
            }
            line.skipPast(':');
            int port = (int) line.hex(PORT);
            if (!wide) {
                return new Address(IpText.v4(words[0]), port, false);
            }
            boolean mapped = words[0] == 0 && words[1] == 0 && words[2] == MAPPED_V4;
            return mapped ? new Address(IpText.v4(words[3]), port, false) : new Address(IpText.v6(words), port, true);
        }

        /** Four bytes of an address, printed as the number that they are to this processor. */
        private static int word(Cursor line) {
            int printed = (int) line.hex(WORD);
            return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(printed) : printed;
        }
    }
}
