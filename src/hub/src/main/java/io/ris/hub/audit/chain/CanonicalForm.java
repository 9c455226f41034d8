package io.ris.hub.audit.chain;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that stand for a list of fields and for no other: each field with its length, and null unlike the empty text. What
 * it is a list of comes first, so that no two kinds of thing have the same bytes.
 */
final class CanonicalForm {

    private static final int NULL = -1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    private CanonicalForm() {}

    /** Begins the form of a kind of thing. */
    static CanonicalForm of(String what) {
        return new CanonicalForm().add(what);
    }

    CanonicalForm add(@Nullable String text) {
        if (text == null) {
            bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(NULL).array());
            return this;
        }
        byte[] field = text.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
        bytes.writeBytes(field);
        return this;
    }

    CanonicalForm add(long number) {
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                .putInt(Long.BYTES)
                .putLong(number)
                .array());
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
