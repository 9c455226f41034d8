package io.ris.protocol;

import org.jspecify.annotations.Nullable;

/** A message is not a frame of its direction. */
public final class FrameException extends Exception {

    /** Not JSON, or not an object. */
    public static final String MALFORMED = "malformed";
    /** A {@code type} that does not exist in this direction. */
    public static final String UNKNOWN_TYPE = "unknown_type";
    /** A field is missing, of the wrong type or out of range. */
    public static final String INVALID_FIELD = "invalid_field";
    /** A frame that has no place at this point of the conversation. */
    public static final String UNEXPECTED = "unexpected";

    private final String code;
    private final @Nullable String ref;

    /**
     * @param code one of the constants of this class
     * @param message the reason in words, safe to send to the other side
     * @param ref the frame's type, where it could be read
     */
    public FrameException(String code, String message, @Nullable String ref) {
        super(message);
        this.code = code;
        this.ref = ref;
    }

    /** Stable code of the reason. */
    public String code() {
        return code;
    }

    /** The frame's type, where it could be read. */
    public @Nullable String ref() {
        return ref;
    }
}
