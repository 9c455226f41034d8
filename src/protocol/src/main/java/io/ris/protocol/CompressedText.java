package io.ris.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Bytes as text inside a message: gzip (RFC 1952), then base64. */
final class CompressedText {

    private static final int BUFFER = 8 * 1024;

    private CompressedText() {}

    /** Writes what is to be compressed. */
    @FunctionalInterface
    interface Content {

        void writeTo(OutputStream out) throws IOException;
    }

    static String of(Content content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(BUFFER);
        try (OutputStream out = new GZIPOutputStream(compressed, BUFFER)) {
            content.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory that cannot be written", e);
        }
        return Base64.getEncoder().encodeToString(compressed.toByteArray());
    }

    /**
     * The bytes again. What would be more than the limit is given up there, however much more it is.
     *
     * @throws IllegalArgumentException if the text is not what was compressed, or is more than the limit
     */
    static byte[] expand(String text, int limit) {
        byte[] bytes;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(decoded(text)), BUFFER)) {
            bytes = in.readNBytes(limit + 1);
        } catch (IOException e) {
            throw new IllegalArgumentException("is not gzip: " + e.getMessage(), e);
        }
        if (bytes.length > limit) {
            throw new IllegalArgumentException("is more than " + limit + " bytes");
        }
        return bytes;
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is not base64", e);
        }
    }
}
