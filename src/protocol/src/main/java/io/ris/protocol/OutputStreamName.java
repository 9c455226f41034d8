package io.ris.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A stream of bytes that a running task writes. */
public enum OutputStreamName {
    STDOUT,
    STDERR,
    /** The body of an HTTP answer. */
    BODY,
    /** What a file holds that is brought back. */
    CONTENT;

    /** Streams up to this many bytes at a task's end travel inside its result; longer ones in output frames. */
    public static final int INLINE_LIMIT = 64 * 1024;

    /** The most bytes that one output frame may carry. */
    public static final int CHUNK_LIMIT = 32 * 1024;

    /** The most bytes of a stream that are kept where an offer says nothing else. */
    public static final long DEFAULT_LIMIT = 1024 * 1024;

    /** The name in JSON. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
