package io.ris.it;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Real handshakes with one of a hub's ports, to see what it agrees to and what it shows. */
final class TlsProbe {

    private static final int HANDSHAKE = 22;
    private static final HexFormat HEX = HexFormat.of();

    private final Path caFile;
    private final int port;

    TlsProbe(Path caFile, int port) {
        this.caFile = caFile;
        this.port = port;
    }

    /**
     * The session that comes about with this protocol and suite alone, and these keys.
     *
     * @throws SSLException if none does
     */
    SSLSession handshake(@Nullable String protocol, @Nullable String suite, KeyManager @Nullable [] keys)
            throws IOException {
        try (SSLSocket socket = (SSLSocket)
                RisApi.trusting(caFile, keys).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            if (protocol != null) {
                socket.setEnabledProtocols(new String[] {protocol});
            }
            if (suite != null) {
                socket.setEnabledCipherSuites(new String[] {suite});
            }
            socket.startHandshake();
            // With TLS 1.3 the server's opinion of a client certificate arrives only now.
            socket.getOutputStream()
                    .write("GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            if (socket.getInputStream().read() < 0) {
                throw new SSLException("the server closed the connection without an answer");
            }
            return socket.getSession();
        }
    }

    /** What the server shows now. */
    X509Certificate certificate() throws IOException {
        return (X509Certificate) handshake(null, null, null).getPeerCertificates()[0];
    }

    /**
     * Whether the server takes up a handshake whose client speaks no version above this one.
     *
     * @param version the last byte of the version on the wire: 2 is TLS 1.1, 3 is TLS 1.2
     */
    boolean takesUp(int version) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            byte[] hello = clientHello(version);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeByte(HANDSHAKE);
            out.writeShort(0x0301);
            out.writeShort(hello.length);
            out.write(hello);
            out.flush();
            return socket.getInputStream().read() == HANDSHAKE; // an alert, or the end, is a refusal
        }
    }

    /** RFC 4346, 7.4.1.2, with suites of every version before TLS 1.3 and the curve of the server's key. */
    private static byte[] clientHello(int version) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {3, (byte) version});
        body.writeBytes(new byte[32]); // random
        body.write(0); // no session
        body.writeBytes(HEX.parseHex("000ec009c00ac013c014c02bc02cc02f")); // suites: ECDHE with AES, CBC and GCM
        body.writeBytes(HEX.parseHex("0100")); // no compression
        byte[] groups = HEX.parseHex("000a000400020017");
        byte[] formats = HEX.parseHex("000b00020100");
        byte[] signatures = HEX.parseHex("000d000a0008040302030401" + "0201");
        int length = groups.length + formats.length + signatures.length;
        body.writeBytes(new byte[] {(byte) (length >> 8), (byte) length});
        body.writeBytes(groups);
        body.writeBytes(formats);
        body.writeBytes(signatures);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(new byte[] {1, 0, (byte) (body.size() >> 8), (byte) body.size()});
        message.writeBytes(body.toByteArray());
        return message.toByteArray();
    }
}
