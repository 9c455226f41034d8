package io.ris.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Bytes as JSON text: as they are where they are UTF-8, else in base64.
 *
 * @param text the text
 * @param encoding {@link #UTF_8} or {@link #BASE64}
 */
public record OutputData(String text, String encoding) {

    public static final String UTF_8 = "utf-8";
    public static final String BASE64 = "base64";

    /** @throws IllegalArgumentException if the encoding is unknown */
    public OutputData {
        if (!UTF_8.equals(encoding) && !BASE64.equals(encoding)) {
            throw new IllegalArgumentException("encoding must be utf-8 or base64");
        }
    }

    /** Chooses the encoding by what the bytes are. */
    public static OutputData of(byte[] bytes) {
        try {
            return new OutputData(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString(),
                    UTF_8);
        } catch (CharacterCodingException binary) {
            return new OutputData(Base64.getEncoder().encodeToString(bytes), BASE64);
        }
    }

    /**
     * The bytes again.
     *
     * @throws IllegalArgumentException if the text is not valid base64
     */
    public byte[] bytes() {
        return BASE64.equals(encoding) ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
    }

    /** How many bytes remain without a character that is cut off at the end (RFC 3629, section 3). */
    public static int wholeCharacters(byte[] piece) {
        for (int back = 1; back <= Math.min(3, piece.length); back++) {
            int value = piece[piece.length - back] & 0xff;
            if (value < 0x80) {
                return piece.length;
            }
            if (value >= 0xc0) {
                int needed = value >= 0xf0 ? 4 : value >= 0xe0 ? 3 : 2;
                return back < needed ? piece.length - back : piece.length;
            }
        }
        return piece.length;
    }

    /** The encoding as results show it: null for UTF-8. */
    public @Nullable String encodingUnlessUtf8() {
        return UTF_8.equals(encoding) ? null : encoding;
    }
}
