package io.ris.hub.audit.chain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which records are asked for; null means any.
 *
 * @param user name or id
 * @param action the whole of it, or how it begins where it ends with {@code *}
 * @param from not before
 * @param to before
 */
public record RecordFilter(
        @Nullable String kind,
        @Nullable String user,
        @Nullable String action,
        @Nullable String resource,
        @Nullable String result,
        @Nullable String ip,
        @Nullable String session,
        @Nullable String requestId,
        @Nullable Instant from,
        @Nullable Instant to) {

    /** Lets everything through. */
    public static final RecordFilter ALL = new RecordFilter(null, null, null, null, null, null, null, null, null, null);
}
