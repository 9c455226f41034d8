package io.ris.agent.connection;

import java.util.Optional;

/** Puts parts of a message together, up to a limit. Not thread-safe. */
final class MessageAssembly {

    private final int limit;
    private final StringBuilder parts = new StringBuilder();
    private long bytes;

    /** @param limit the largest message, in bytes of UTF-8 */
    MessageAssembly(int limit) {
        this.limit = limit;
    }

    /** Adds a part; answers the message once it is whole. */
    Optional<String> add(CharSequence part, boolean last) {
        bytes += utf8Length(part);
        if (isTooLarge()) {
            parts.setLength(0);
            return Optional.empty();
        }
        parts.append(part);
        if (!last) {
            return Optional.empty();
        }
        String message = parts.toString();
        parts.setLength(0);
        parts.trimToSize();
        bytes = 0;
        return Optional.of(message);
    }

    boolean isTooLarge() {
        return bytes > limit;
    }

    private static long utf8Length(CharSequence text) {
        // Each half of a surrogate pair stands for two of the pair's four bytes.
        return text.chars()
                .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate((char) c) ? 2 : 3)
                .sum();
    }
}
