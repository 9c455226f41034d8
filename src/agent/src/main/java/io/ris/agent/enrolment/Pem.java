package io.ris.agent.enrolment;

import java.util.Base64;
import java.util.Optional;

/** Blocks of PEM text (RFC 7468). */
final class Pem {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    static String encode(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /** The first block with this label. */
    static Optional<byte[]> find(String text, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END " + label + "-----", Math.max(from, 0));
        if (from < 0 || to < 0) {
            return Optional.empty();
        }
        return Optional.of(Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to)));
    }
}
