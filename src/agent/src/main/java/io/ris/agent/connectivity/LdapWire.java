package io.ris.agent.connectivity;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The few messages of LDAP (RFC 4511) that a test needs, over a connection that may be encrypted in its middle. */
final class LdapWire {

    static final int SUCCESS = 0;

    private static final int BIND = 0x60;
    private static final int SEARCH = 0x63;
    private static final int ENTRY = 0x64;
    private static final int EXTENDED = 0x77;

    private static final int INTEGER = 0x02;
    private static final int TEXT = 0x04;
    private static final int ENUMERATED = 0x0a;
    private static final int SEQUENCE = 0x30;
    private static final int CONTEXT = 0x80;

    private static final String START_TLS = "1.3.6.1.4.1.1466.20037";
    private static final int MAX_MESSAGE = 1024 * 1024;

    private final Socket socket;
    private int messages;

    LdapWire(Socket socket) {
        this.socket = socket;
    }

    /**
     * What a server said.
     *
     * @param code result code of the RFC
     * @param entries how many entries came before
     */
    record Answer(int code, String message, int entries) {}

    Answer startTls() throws IOException {
        return ask(EXTENDED, text(CONTEXT, START_TLS));
    }

    Answer bind(String dn, String password) throws IOException {
        return ask(BIND, joined(number(INTEGER, 3), text(TEXT, dn), text(CONTEXT, password)));
    }

    /** Looks for one entry, without its attributes. */
    Answer read(String dn) throws IOException {
        byte[] anyObject = text(CONTEXT | 7, "objectClass");
        byte[] noAttributes = element(SEQUENCE, text(TEXT, "1.1"));
        byte[] typesToo = element(0x01, new byte[] {0});
        return ask(
                SEARCH,
                joined(
                        text(TEXT, dn),
                        number(ENUMERATED, 0),
                        number(ENUMERATED, 0),
                        number(INTEGER, 1),
                        number(INTEGER, 0),
                        typesToo,
                        anyObject,
                        noAttributes));
    }

    private Answer ask(int operation, byte[] content) throws IOException {
        messages++;
        socket.getOutputStream()
                .write(element(SEQUENCE, joined(number(INTEGER, messages), element(operation, content))));
        socket.getOutputStream().flush();
        for (int entries = 0; ; entries++) {
            ByteBuffer message = next();
            element(message, INTEGER);
            int kind = Byte.toUnsignedInt(message.get(message.position()));
            ByteBuffer answer = element(message, kind);
            if (kind != ENTRY) {
                int code = element(answer, ENUMERATED).get();
                element(answer, TEXT);
                String words =
                        StandardCharsets.UTF_8.decode(element(answer, TEXT)).toString();
                return new Answer(code, words, entries);
            }
        }
    }

    private ByteBuffer next() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        if (in.readUnsignedByte() != SEQUENCE) {
            throw new ProbeException("ldap_invalid", "the answer is not LDAP");
        }
        int length = in.readUnsignedByte();
        if (length >= CONTEXT) {
            int octets = length - CONTEXT;
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = length << 8 | in.readUnsignedByte();
                requireSane(length);
            }
        }
        return ByteBuffer.wrap(in.readNBytes(length));
    }

    private static void requireSane(int length) throws ProbeException {
        if (length < 0 || length > MAX_MESSAGE) {
            throw new ProbeException("ldap_invalid", "the answer is not LDAP");
        }
    }

    /** Takes the next element, which must be of this kind. */
    private static ByteBuffer element(ByteBuffer from, int tag) throws ProbeException {
        if (from.remaining() < 2 || Byte.toUnsignedInt(from.get()) != tag) {
            throw new ProbeException("ldap_invalid", "the answer is not LDAP");
        }
        int length = Byte.toUnsignedInt(from.get());
        int octets = length >= CONTEXT ? length - CONTEXT : 0;
        length = octets == 0 ? length : 0;
        requireSane(octets > from.remaining() ? -1 : octets);
        for (int i = 0; i < octets; i++) {
            length = length << 8 | Byte.toUnsignedInt(from.get());
            requireSane(length);
        }
        requireSane(length > from.remaining() ? -1 : length);
        ByteBuffer content = from.slice(from.position(), length);
        from.position(from.position() + length);
        return content;
    }

    private static byte[] text(int tag, String text) {
        return element(tag, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] number(int tag, int below128) {
        return element(tag, new byte[] {(byte) below128});
    }

    private static byte[] element(int tag, byte[] content) {
        ByteBuffer element = ByteBuffer.allocate(content.length + 6);
        element.put((byte) tag);
        if (content.length < CONTEXT) {
            element.put((byte) content.length);
        } else {
            element.put((byte) (CONTEXT | Integer.BYTES)).putInt(content.length);
        }
        byte[] whole = new byte[element.put(content).position()];
        element.flip().get(whole);
        return whole;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
